"""Who is at the door: jupyter_server's identity provider and authorizer, on the hub's word."""

from datetime import UTC, datetime
from typing import Any

from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.auth.identity import IdentityProvider, User
from jupyter_server.base.handlers import JupyterHandler
from tornado.web import HTTPError, RequestHandler, authenticated
from tornado.websocket import WebSocketHandler
from traitlets import Unicode

from homeroom_seat import proof
from homeroom_seat.activity import shows_use
from homeroom_seat.hub import Away, Granted, Hub, Model
from homeroom_seat.place import Place
from homeroom_seat.signin import SignIn
from homeroom_seat.sockets import Sockets
from homeroom_seat.visitors import SeatUser, Verdict, Visitors

NOT_YOURS = "This notebook belongs to someone else; only its owner may enter."
AGAIN = "This sign-in was not begun here, or took too long. Open your notebook again."
HUB_AWAY = "The hub does not answer just now. Your notebook is still here; try again in a moment."


class HubIdentity(IdentityProvider):
    """Lets in whom the hub lets in: by the cookie of a sign-in there, or by a token.

    A cookie counts only with proof that the person meant the request; a token is such proof.
    """

    # jupyter_server's own token: there is none, so nothing else opens the door or shows it.
    token = Unicode("")
    login_available = False

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        server: Any = self.parent
        self.place: Place = server.place
        self._secret: bytes = server.cookie_secret
        self.hub = Hub(self.place)
        self.visitors = Visitors(self._ask)
        self.sockets = Sockets(self.visitors)
        self.signin = SignIn(self.place)
        self.used = datetime.now(UTC)
        """When somebody who was let in last asked for something that shows use."""

    async def get_user(self, handler: Any) -> User | None:
        """Who sent this request; None, and a way to sign in, where the hub lets nobody in."""
        shown = proof.bearer(handler)
        kept = "" if shown else self.signin.token(handler)
        proof.bind_xsrf(handler, self._secret, kept)
        meant = proof.from_here(handler.request) and self._meant(handler)
        token = shown or (kept if meant else "")
        verdict = await self._judge(handler, token) if token else Verdict()
        if shown and verdict.user:
            handler._token_authenticated = True
        if kept and meant and not verdict.known:
            self.signin.forget(handler)
        if verdict.user and isinstance(handler, WebSocketHandler):
            self.sockets.add(handler, token, proof.session(handler))
        request = handler.request
        accepts = request.headers.get("Accept", "")
        if verdict.user and shows_use(request.method, request.path, accepts):
            self.used = datetime.now(UTC)
        self._lead_to_the_hub(handler, verdict)
        return verdict.user

    def get_handlers(self) -> list[tuple[str, object]]:
        """No sign-in form of its own: the hub has it."""
        return [("/", Front), ("/oauth_callback", Callback), ("/logout", Logout)]

    def validate_security(self, app: Any, ssl_options: Any = None) -> None:
        """Nothing to warn of: it listens to the proxy, and always asks who is there."""

    def _meant(self, handler: RequestHandler) -> bool:
        """Whether the person meant it. Changes are judged by jupyter_server, by the same token."""
        if handler.request.method not in proof.READS:
            return True
        if proof.reads_quietly(handler.request):
            return True
        try:
            RequestHandler.check_xsrf_cookie(handler)
        except HTTPError:
            return False
        return True

    async def _judge(self, handler: Any, token: str) -> Verdict:
        try:
            return await self.visitors.judge(token, proof.session(handler))
        except Away as error:
            self.log.warning("%s", error)
            # The page that says so asks who is there.
            handler.current_user = handler._jupyter_current_user = None
            raise HTTPError(503, HUB_AWAY) from error

    async def _ask(self, token: str) -> Verdict:
        return self.verdict(await self.hub.whose(token))

    def verdict(self, model: Model | None) -> Verdict:
        """What the hub's model of a token's bearer says; None: it knows no such token."""
        if not model:
            return Verdict()
        if not self.place.lets_in(model["scopes"]):
            self.log.warning("Not let in: %s %s", model.get("kind"), model["name"])
            return Verdict(known=True)
        shown = {key: value for key, value in (model.get("user_info") or {}).items() if value}
        about = {key: shown[key] for key in User.__dataclass_fields__ if key in shown}
        return Verdict(True, SeatUser(**about | {"username": model["name"]}))

    def _lead_to_the_hub(self, handler: RequestHandler, verdict: Verdict) -> None:
        """Where tornado sends somebody who is not signed in."""
        refuse = handler.get_login_url

        def login_url() -> str:
            if verdict.known:
                raise HTTPError(403, NOT_YOURS)
            if not proof.navigates(handler.request):
                raise HTTPError(403)
            refuse()  # programs' answers refuse here
            return self.signin.begin(handler)

        handler.get_login_url = login_url  # type: ignore[method-assign]


class OnlySeatUsers(Authorizer):
    """Nothing is for anybody but those the identity provider let in."""

    def is_authorized(self, handler: Any, user: User, action: str, resource: str) -> bool:
        """Everything in a seat is its owner's."""
        return isinstance(user, SeatUser)


class Front(JupyterHandler):
    """The seat's bare address."""

    @authenticated
    def get(self) -> None:
        """On to Lab; whoever has to sign in goes to the hub from here, and not from Lab."""
        query = self.request.query
        self.redirect(f"{self.default_url}?{query}" if query else self.default_url)


class Callback(JupyterHandler):
    """Where the hub sends a visitor back to, with a code."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Trade the code for a token, and go where the visitor wanted."""
        seat: HubIdentity = self.identity_provider  # type: ignore[assignment]
        begun = seat.signin.finish(self, self.get_query_argument("state", ""))
        if not begun:
            raise HTTPError(403, AGAIN)
        code = self.get_query_argument("code", "")
        try:
            granted = await seat.hub.trade(code, begun.verifier) if code else None
            verdict = await self._verdict(seat, granted) if granted else None
        except Away as error:
            raise HTTPError(503, HUB_AWAY) from error
        if not granted or not verdict:
            raise HTTPError(403, AGAIN)
        if not verdict.user:
            raise HTTPError(403, NOT_YOURS)
        seat.signin.keep(self, granted.token)
        self.redirect(begun.next)

    async def _verdict(self, seat: HubIdentity, granted: Granted) -> Verdict:
        """A hub that says with the token whose it is need not be asked for that."""
        session = proof.session(self)
        if granted.user is None:
            return await seat.visitors.judge(granted.token, session)
        verdict = seat.verdict(granted.user)
        seat.visitors.hear(granted.token, session, verdict)
        return verdict


class Logout(JupyterHandler):
    """Lab's "Log Out"."""

    @allow_unauthenticated
    def get(self) -> None:
        """Forget the browser here; the hub asks whether to sign out everywhere."""
        seat: HubIdentity = self.identity_provider  # type: ignore[assignment]
        seat.signin.forget(self)
        self.redirect(f"{seat.place.hub_host}{seat.place.hub_prefix}logout")
