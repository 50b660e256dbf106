"""The benchmark: Homeroom and JupyterHub + DockerSpawner on one machine, in one run."""
