"""What the comparison with node_exporter is made of."""
