"""blackbox_exporter itself, and what it is compared with us on."""
