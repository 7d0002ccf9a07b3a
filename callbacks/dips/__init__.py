"""Data dips: what a flow asks other systems over HTTP. A webhook asks and looks, the worker goes and fetches."""
