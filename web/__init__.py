"""HTTP: pages, the JSON API, the JupyterHub protocol and the exchange."""
