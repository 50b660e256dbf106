"""What a notebook server is told: the protocol's variables, and nothing the launcher refuses."""

import json

from appliance.servers.environment import Place, Secrets, environment
from appliance.servers.rules import ENV_KEY
from appliance.settings import Settings

ANA = Place(
    name="ana",
    slug="biology-1",
    role="student",
    prefix="/user/ana/biology-1/",
    port=8107,
    client_id="jupyterhub-seat-7",
    scope="access:servers!server=ana/biology-1",
)
SECRETS = Secrets("secret", "cookies")


def test_every_variable_is_one_the_launcher_lets_through(settings: Settings) -> None:
    env = environment(settings, ANA, SECRETS)
    assert all(ENV_KEY.fullmatch(key) for key in env)


def test_a_server_listens_everywhere_calls_the_gateway_and_comes_back_to_its_own_port(
    settings: Settings,
) -> None:
    env = environment(settings, ANA, SECRETS)
    assert env["JUPYTERHUB_SERVICE_URL"] == "http://0.0.0.0:8888/user/ana/biology-1/"
    assert env["JUPYTERHUB_API_URL"] == "http://10.213.0.1:8081/hub/api"
    assert env["JUPYTERHUB_ACTIVITY_URL"].endswith("/hub/api/users/ana/activity")
    back = "http://localhost:8107/user/ana/biology-1/oauth_callback"
    assert env["JUPYTERHUB_OAUTH_CALLBACK_URL"] == back
    assert env["JUPYTERHUB_HOST"] == "http://localhost:8000"
    assert ANA.scope in json.loads(env["JUPYTERHUB_OAUTH_ACCESS_SCOPES"])
    assert env["JUPYTERHUB_API_TOKEN"] == "secret"
