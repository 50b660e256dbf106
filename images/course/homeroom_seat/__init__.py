"""A seat's notebook server: JupyterLab behind the hub's sign-in, started as cheaply as it goes."""
