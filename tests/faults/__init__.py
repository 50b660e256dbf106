"""What must hold when the hub is killed, the line is cut or the disk is full."""
