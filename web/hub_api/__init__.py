"""The JupyterHub protocol, as unmodified notebook servers speak it."""

PREFIX = "/hub/api"
