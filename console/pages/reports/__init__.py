"""Reports: what was promised and kept, who was reached, what came of it, each figure beside its definition."""
