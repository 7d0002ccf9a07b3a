"""Flows as pictures: what stands on a sheet, where it stands, the SVG; an outline where no picture can be made."""
