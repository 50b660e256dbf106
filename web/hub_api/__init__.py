"""The JupyterHub protocol, as unmodified notebook servers speak it."""
