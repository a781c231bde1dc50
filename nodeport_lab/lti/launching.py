"""From the platform's word to a message that is believed: OpenID Connect's login by a third party, as LTI has it.

django-lti and PyLTI1p3 speak the protocol. What is stricter here: a state and its nonce are good for one launch, whoever comes second;
audience, issuer and age are checked with the signature; keys come from registered addresses alone; and nothing of what the
platform tells of a person is stored.
"""

from __future__ import annotations

import hmac
from datetime import timedelta
from typing import Any

import jwt
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from lti_tool.models import LtiDeployment, LtiRegistration
from lti_tool.utils import DjangoToolConfig
from pylti1p3.contrib.django import DjangoMessageLaunch, DjangoOIDCLogin
from pylti1p3.cookie import CookieService
from pylti1p3.deployment import Deployment
from pylti1p3.exception import LtiException, OIDCException
from pylti1p3.registration import Registration
from pylti1p3.session import SessionService

from nodeport_lab.lab import cookies
from nodeport_lab.lti import platforms
from nodeport_lab.lti.keysets import published
from nodeport_lab.lti.models import Handshake
from nodeport_lab.lti.wire import origin

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
MAX_TOKEN = 64 * 1024
LIFE = 10 * 60  # seconds that a login may take
LEEWAY = 60  # seconds by which two machines' clocks may differ
COOKIE = "lti1p3-"
Refused = (LtiException, OIDCException)


class Config(DjangoToolConfig):
    """Who is registered."""

    def find_registration_by_params(
        self, iss: str, client_id: str | None, *args: Any, **kwargs: Any
    ) -> Registration | None:
        """A platform may leave its client id out when it begins a login, where only one can be meant."""
        if not client_id:
            found = list(LtiRegistration.objects.active().filter(issuer=iss)[:2])
            client_id = found[0].client_id if len(found) == 1 else None
        return super().find_registration_by_params(iss, client_id) if client_id else None

    def find_deployment_by_params(
        self, iss: str, deployment_id: str, client_id: str, *args: Any, **kwargs: Any
    ) -> Deployment | None:
        """One that is registered; one that is new where the platform was registered without any."""
        registration: LtiRegistration = self.registration
        known = LtiDeployment.objects.filter(registration=registration, deployment_id=deployment_id)
        self.deployment = known.first()
        if self.deployment is None and registration.site.any_deployment:
            self.deployment, _made = LtiDeployment.objects.get_or_create(
                registration=registration, deployment_id=deployment_id, defaults={"is_active": True}
            )
        if self.deployment is None or not self.deployment.is_active:
            return None
        return Deployment().set_deployment_id(deployment_id)


class _Cookies(CookieService):
    """The cookie that ties a login to its browser. It has to work in a frame."""

    def __init__(self, request: HttpRequest) -> None:
        self.request, self.made = request, ""

    def get_cookie(self, name: str) -> str | None:
        return self.request.COOKIES.get(COOKIE + name)

    def set_cookie(self, name: str, value: str | int, exp: int | None = None) -> None:
        self.made = name


class _Memory(SessionService):
    """What has to be known again at the end of the login."""

    nonce = ""

    def save_nonce(self, nonce: str) -> None:
        self.nonce = nonce


def login(request: HttpRequest) -> HttpResponse:
    """The platform wants to send somebody: to its own login, with a state that comes back. Raises ``Refused``."""
    kept, memory, config = _Cookies(request), _Memory(request), Config()
    begun = DjangoOIDCLogin(request, config, session_service=memory, cookie_service=kept)
    address = begun.get_redirect_object(platforms.public(request, "lti:launch")).get_redirect_url()
    now = timezone.now()
    Handshake.objects.filter(expires__lt=now).delete()
    Handshake.objects.create(
        state=kept.made,
        nonce=memory.nonce,
        registration=config.registration,
        expires=now + timedelta(seconds=LIFE),
    )
    response = HttpResponseRedirect(address)
    cookies.give(response, COOKIE + kept.made, kept.made, LIFE)
    return response


class Launch(DjangoMessageLaunch):
    """A message of a platform. ``validate`` raises ``Refused``; ``bound`` says whether the browser is the one that began."""

    handshake: Handshake
    bound = False

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(
            request, Config(), session_service=_Memory(request), cookie_service=_Cookies(request)
        )

    @property
    def claims(self) -> dict[str, Any]:
        """What was said, once it is believed."""
        body: dict[str, Any] = self.get_launch_data()
        return body

    @property
    def registration(self) -> LtiRegistration:
        """Who said it."""
        found: LtiRegistration = self.get_tool_conf().registration
        return found

    @property
    def deployment(self) -> LtiDeployment:
        """Where it was installed."""
        found: LtiDeployment = self.get_tool_conf().deployment
        return found

    def believe(self) -> None:
        """Raises ``Refused`` where there is anything about it that is not to be believed."""
        try:
            self.validate()
        except (AttributeError, KeyError, TypeError, ValueError, AssertionError) as error:
            # The library takes claims to be of the kind that they ought to be of.
            raise LtiException(f"The message is malformed: {error!r}") from error

    def validate_state(self) -> Launch:
        """A login that began here and did not end yet. Whatever becomes of this launch, there is no second with it."""
        state = self._get_request_param("state") or ""
        found = Handshake.take(state) if len(state) <= 100 else None
        if found is None or found.registration is None:
            raise LtiException("The state is unknown, too old, or was used before")
        self.handshake = found
        self.bound = self._cookie_service.get_cookie(state) == state
        return self

    def validate_jwt_format(self) -> Launch:
        """Something that can be read at all."""
        if len(self._get_id_token()) > MAX_TOKEN:
            raise LtiException("The id_token is too long")
        super().validate_jwt_format()
        if not isinstance(self._jwt["header"], dict) or not isinstance(self._jwt["body"], dict):
            raise LtiException("Invalid JWT format")
        return self

    def validate_nonce(self) -> Launch:
        """The very nonce that was sent with this state."""
        said = self._jwt["body"].get("nonce")
        if not isinstance(said, str) or not hmac.compare_digest(said.encode(), self.handshake.nonce.encode()):
            raise LtiException("The nonce is not that of this login")
        return self

    def validate_registration(self) -> Launch:
        """The platform for which the login began."""
        body = self._jwt["body"]
        audience = body.get("aud")
        audience = audience if isinstance(audience, list) else [audience]
        wanted = self.handshake.registration
        if wanted is None or wanted.client_id not in audience:
            raise LtiException("The audience is not this tool's client id")
        if len(audience) > 1 and body.get("azp", wanted.client_id) != wanted.client_id:
            raise LtiException("The authorized party is another tool")
        if body.get("iss") != wanted.issuer:
            raise LtiException("The issuer is not the one that began the login")
        self._jwt["body"]["aud"] = wanted.client_id
        super().validate_registration()
        return self

    def get_public_key(self) -> tuple[str, str]:
        """The key of this name; one that is not known yet may be new, so the platform is asked again, now and then."""
        address = self.registration.keyset_url
        if not any(key.get("kid") == self._jwt["header"].get("kid") for key in published.get(self, address)):
            published.forget(address)
        self._registration.set_key_set({"keys": published.get(self, address)})
        found: tuple[str, str] = super().get_public_key()
        return found

    def validate_jwt_signature(self) -> Launch:
        """Signed by the platform, for us, now."""
        if self._jwt["header"].get("alg") != "RS256":
            raise LtiException("Only RS256 is accepted")
        key, _algorithm = self.get_public_key()
        registration = self.registration
        try:
            claims = jwt.decode(
                self._get_id_token(),
                key,
                algorithms=["RS256"],
                audience=registration.client_id,
                issuer=registration.issuer,
                leeway=LEEWAY,
                options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce"]},
            )
        except jwt.InvalidTokenError as error:
            raise LtiException(f"The id_token is not valid: {error}") from error
        self._jwt["body"] = claims | {"aud": registration.client_id}
        return self

    @property
    def locale(self) -> str:
        """The language that the platform speaks with this person, where it says so."""
        shown = self.claims.get(f"{CLAIM}launch_presentation")
        said = str(shown.get("locale", "")) if isinstance(shown, dict) else ""
        return said[:2].lower()

    @property
    def frames(self) -> list[str]:
        """On whose pages this may be shown: the platform's, and where it said (signed) that it shows it."""
        said = [
            (f"{CLAIM}launch_presentation", "return_url"),
            (f"{CLAIM}tool_platform", "url"),
            ("https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings", "deep_link_return_url"),
        ]
        found = set(self.registration.site.origins)
        for claim, field in said:
            value = self.claims.get(claim)
            address = value.get(field) if isinstance(value, dict) else None
            if isinstance(address, str) and origin(address):
                found.add(origin(address))
        return sorted(found)

    def save_launch_data(self) -> Launch:
        """Nothing is kept of it."""
        return self
