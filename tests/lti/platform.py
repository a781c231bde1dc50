"""A platform within the tests' process: it speaks the messages of 1EdTech's reference implementation, and checks what it is told.

It signs id_tokens with a key of its own, hands out access tokens for a client's signed assertion (verified with the tool's
published keys), and keeps columns (line items) and scores of the gradebook. ``failing`` makes it answer so to whatever ends with that.
"""

import io
import json
import time
import uuid
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import jwt
import requests
from django.test import Client
from jwcrypto.jwk import JWK

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
AGS = "https://purl.imsglobal.org/spec/lti-ags/"
DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"
MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
ISSUER = "https://lti-ri.imsglobal.org"
HERE = f"{ISSUER}/platforms/5449"
LINE_ITEMS = f"{HERE}/contexts/56305/line_items"
SCOPES = [f"{AGS}scope/{one}" for one in ("lineitem", "result.readonly", "score")]
# Made once: it takes a while.
KEY, OTHER_KEY = (JWK.generate(kty="RSA", size=2048, kid=kid) for kid in ("platform-1", "platform-2"))


def pem(key: JWK) -> bytes:
    return key.export_to_pem(private_key=True, password=None)


class Platform:
    """``line_items``: address to column; ``scores``: what was posted; ``asked``: addresses, in order."""

    client_id, deployment = "nodeport-client-7", "fe23c6a1-be6f-4c1b-84a7-978f23ffdbd4"

    def __init__(self) -> None:
        self.keys = [KEY]
        self.line_items: dict[str, dict[str, Any]] = {}
        self.scores: list[dict[str, Any]] = []
        self.asked: list[str] = []
        self.failing: dict[str, int] = {}
        self.tokens: dict[str, set[str]] = {}
        self.assertions: set[str] = set()
        self.pages = 2
        self.registered: dict[str, Any] = {}

    # --- what it says through the browser ------------------------------------------------------------------------------

    def login(self, client: Client, **more: str) -> dict[str, str]:
        """Begins a login; what the tool asked of the platform's own."""
        said = {
            "iss": ISSUER,
            "login_hint": "29123",
            "target_link_uri": "http://testserver/lti/launch/",
            "lti_message_hint": "79550",
            "lti_deployment_id": self.deployment,
            "client_id": self.client_id,
        } | more
        response = client.get("/lti/login/", {key: value for key, value in said.items() if value})
        assert response.status_code == 302, response.content
        address, _mark, query = response["Location"].partition("?")
        assert address == f"{HERE}/authorizations/new"
        return dict(parse_qsl(query))

    def claims(self, own: str, **more: Any) -> dict[str, Any]:
        """A resource link request, as the reference implementation sends it."""
        now = int(time.time())
        found = {
            f"{CLAIM}message_type": "LtiResourceLinkRequest",
            "given_name": "Mervin",
            "family_name": "Kihn",
            "middle_name": "Graham",
            "picture": "http://example.org/Mervin.jpg",
            "email": "Mervin.Kihn@example.org",
            "name": "Mervin Graham Kihn",
            f"{CLAIM}roles": [
                f"{MEMBERSHIP}Learner",
                "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Student",
            ],
            f"{CLAIM}role_scope_mentor": ["a62c52c02ba262003f5e"],
            f"{CLAIM}resource_link": {"id": "79550", "title": "Faults", "description": ""},
            f"{CLAIM}context": {"id": "56305", "label": "NET1", "title": "Networks", "type": [""]},
            f"{CLAIM}tool_platform": {
                "name": "Moodle",
                "contact_email": "",
                "description": "",
                "url": "",
                "product_family_code": "",
                "version": "1.0",
                "guid": "5449",
            },
            f"{AGS}claim/endpoint": {"scope": SCOPES, "lineitems": LINE_ITEMS},
            "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice": {
                "context_memberships_url": f"{HERE}/contexts/56305/memberships",
                "service_versions": ["2.0"],
            },
            "iss": ISSUER,
            "aud": self.client_id,
            "iat": now,
            "exp": now + 300,
            "sub": "bced2216ecfb5d7de955",
            "nonce": own,
            f"{CLAIM}version": "1.3.0",
            "locale": "en-US",
            f"{CLAIM}launch_presentation": {
                "document_target": "iframe",
                "height": 320,
                "width": 240,
                "return_url": f"{HERE}/returns",
                "locale": "en-US",
            },
            f"{CLAIM}custom": {"content": "exercise:F1"},
            f"{CLAIM}deployment_id": self.deployment,
            f"{CLAIM}target_link_uri": "http://testserver/lti/launch/",
        } | more
        return {key: value for key, value in found.items() if value is not None}

    def deep_linking(self, **settings: Any) -> dict[str, Any]:
        """What differs in a deep linking request."""
        return {
            f"{CLAIM}message_type": "LtiDeepLinkingRequest",
            f"{CLAIM}resource_link": None,
            f"{CLAIM}custom": None,
            f"{CLAIM}roles": [f"{MEMBERSHIP}Instructor"],
            f"{DL}deep_linking_settings": {
                "accept_types": ["link", "file", "html", "ltiResourceLink", "image"],
                "accept_media_types": "image/*,text/html",
                "accept_presentation_document_targets": ["iframe", "window", "embed"],
                "accept_multiple": True,
                "auto_create": True,
                "title": "This is the default title",
                "text": "This is the default text",
                "data": "Some random opaque data that MUST be sent back",
                "deep_link_return_url": f"{HERE}/contexts/56305/deep_links",
            }
            | settings,
        }

    def signed(self, claims: dict[str, Any], key: JWK = KEY, **header: Any) -> str:
        return jwt.encode(claims, pem(key), algorithm="RS256", headers={"kid": key["kid"], **header})

    def launch(self, client: Client, status: Any = 302, **claims: Any) -> Any:
        """A launch from its beginning to its end."""
        asked = self.login(client)
        token = self.signed(self.claims(asked["nonce"], **claims))
        response = client.post("/lti/launch/", {"id_token": token, "state": asked["state"]})
        assert response.status_code == status, response.content.decode()
        return response

    # --- what it answers to the tool's server --------------------------------------------------------------------------

    def answer(self, request: requests.PreparedRequest) -> requests.Response:
        """Takes the place of the network."""
        assert request.url
        self.asked.append(f"{request.method} {request.url}")
        for end, status in self.failing.items():
            if request.url.partition("?")[0].endswith(end):
                return _response(request, status, {"error": "out of order"})
        assert request.url.startswith(ISSUER), request.url
        match request.method, request.url.partition("?")[0]:
            case "GET", found if found == f"{HERE}/platform_keys/5292.json":
                return _response(
                    request, 200, {"keys": [json.loads(key.export_public()) for key in self.keys]}
                )
            case "POST", found if found == f"{HERE}/access_tokens":
                return self._token(request)
            case "GET", found if found == LINE_ITEMS:
                return self._line_items(request)
            case "POST", found if found == LINE_ITEMS:
                self._allowed(request, "lineitem", "vnd.ims.lis.v2.lineitem+json")
                item = _body(request)
                assert item["scoreMaximum"] > 0
                assert item["label"]
                address = f"{LINE_ITEMS}/{54009 + len(self.line_items)}"
                self.line_items[address] = item | {"id": address}
                return _response(request, 201, self.line_items[address])
            case "POST", found if found.endswith("/scores"):
                return self._score(request, found.removesuffix("/scores"))
            case "GET", found if found == f"{ISSUER}/.well-known/openid-configuration":
                return _response(request, 200, self.configuration())
            case "POST", found if found == f"{ISSUER}/registrations":
                assert request.headers["Authorization"] == "Bearer once"
                self.registered = _body(request)
                return _response(request, 200, self.registered | {"client_id": "given-by-platform"})
        return _response(request, 404, {})

    def _token(self, request: requests.PreparedRequest) -> requests.Response:
        form = {key: value[0] for key, value in parse_qs(str(request.body)).items()}
        assert form["grant_type"] == "client_credentials"
        assert form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        claims = self.by_tool(form["client_assertion"], f"{HERE}/access_tokens")
        assert claims["iss"] == claims["sub"] == self.client_id
        assert claims["jti"] not in self.assertions
        self.assertions.add(claims["jti"])
        scopes = set(form["scope"].split())
        assert scopes <= set(SCOPES)
        token = uuid.uuid4().hex
        self.tokens[token] = scopes
        return _response(request, 200, {"access_token": token, "token_type": "Bearer", "expires_in": 3600})

    def by_tool(self, token: str, audience: str) -> dict[str, Any]:
        """What the tool signed, with one of the keys that it publishes."""
        keys = {key["kid"]: key for key in Client().get("/lti/keys.json").json()["keys"]}
        header = jwt.get_unverified_header(token)
        assert header["alg"] == "RS256"
        assert not set(keys[header["kid"]]) & {"d", "p", "q"}, "a private key is published"
        key = jwt.PyJWK(keys[header["kid"]])
        return jwt.decode(token, key, algorithms=["RS256"], audience=audience)

    def _allowed(self, request: requests.PreparedRequest, scope: str, content: str = "") -> None:
        token = str(request.headers["Authorization"]).removeprefix("Bearer ")
        assert f"{AGS}scope/{scope}" in self.tokens[token]
        if content:
            assert request.headers["Content-Type"] == f"application/{content}"

    def _line_items(self, request: requests.PreparedRequest) -> requests.Response:
        self._allowed(request, "lineitem")
        query = parse_qs(urlsplit(str(request.url)).query)
        # As some platforms do, it takes no notice of the filter, and answers page by page.
        at = int(query.get("From", ["0"])[0])
        rows = list(self.line_items.values())
        response = _response(request, 200, rows[at : at + self.pages])
        if at + self.pages < len(rows):
            response.headers["Link"] = f'<{LINE_ITEMS}?From={at + self.pages}>; rel="next"'
        return response

    def _score(self, request: requests.PreparedRequest, address: str) -> requests.Response:
        self._allowed(request, "score", "vnd.ims.lis.v1.score+json")
        if address not in self.line_items:
            return _response(request, 404, {})
        score = _body(request)
        assert set(score) >= {"timestamp", "activityProgress", "gradingProgress", "userId"}
        self.scores.append(score | {"column": address})
        return _response(request, 200, {})

    def configuration(self) -> dict[str, Any]:
        """For who registers."""
        return {
            "issuer": ISSUER,
            "authorization_endpoint": f"{HERE}/authorizations/new",
            "registration_endpoint": f"{ISSUER}/registrations",
            "jwks_uri": f"{HERE}/platform_keys/5292.json",
            "token_endpoint": f"{HERE}/access_tokens",
            "https://purl.imsglobal.org/spec/lti-platform-configuration": {"product_family_code": "ri"},
        }


def _body(request: requests.PreparedRequest) -> dict[str, Any]:
    assert isinstance(request.body, str | bytes)
    found: dict[str, Any] = json.loads(request.body)
    return found


def _response(request: requests.PreparedRequest, status: int, body: Any) -> requests.Response:
    response = requests.Response()
    response.status_code, response.request, response.url = status, request, str(request.url)
    response.raw = io.BytesIO(json.dumps(body).encode())
    response.headers["Content-Type"] = "application/json"
    return response
