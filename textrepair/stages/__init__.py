"""The stages of a repair, one module or folder each. The ordered list of them is in `textrepair.pipeline`."""
