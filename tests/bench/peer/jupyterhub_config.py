"""The peer as it is shipped: DockerSpawner on a bridge of its own, the proxy outside the hub."""

import os
import sys

sys.path.insert(0, "/srv")
from passwords import Passwords  # type: ignore[import-not-found]

c = get_config()  # type: ignore[name-defined]  # noqa: F821

project = os.environ["PEER_PROJECT"]
port = int(os.environ["PEER_PORT"])

# With its proxy outside the hub, a restart of the hub leaves notebooks alone: the peer at its best.
c.JupyterHub.bind_url = f"http://127.0.0.1:{port}"
c.ConfigurableHTTPProxy.should_start = False
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{port + 1}"
c.JupyterHub.cleanup_servers = False

# Notebooks reach the hub at their bridge's gateway.
c.JupyterHub.hub_bind_url = f"http://{os.environ['PEER_GATEWAY']}:{port + 2}"

c.JupyterHub.authenticator_class = Passwords
c.Authenticator.allow_all = True

c.JupyterHub.spawner_class = "dockerspawner.DockerSpawner"
c.DockerSpawner.image = os.environ["PEER_IMAGE"]
c.DockerSpawner.cmd = ["jupyterhub-singleuser"]
c.DockerSpawner.network_name = project
c.DockerSpawner.use_internal_ip = True
c.DockerSpawner.name_template = f"{project}-seat-{{username}}"
c.DockerSpawner.volumes = {f"{project}-home-{{username}}": "/home/student"}
c.DockerSpawner.notebook_dir = "/home/student"
c.DockerSpawner.mem_limit = "1G"
# Every start is a fresh container, as with Homeroom.
c.DockerSpawner.remove = True
# Patience, so that a slow start is measured and not given up.
c.Spawner.start_timeout = 180
c.Spawner.http_timeout = 180

c.JupyterHub.services = [{"name": "bench", "api_token": os.environ["PEER_TOKEN"]}]
c.JupyterHub.load_roles = [
    {
        "name": "bench",
        "services": ["bench"],
        "scopes": ["admin:users", "admin:servers", "list:users"],
    }
]
