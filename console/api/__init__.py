"""The REST API, version 1: one small file for each resource, one edge that does what is the same for all of them."""
