"""OpenID Connect: one identity provider, added to the sign-in when SAMRUM_OIDC_ID is set."""

APPS = ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"]


def providers(*, client_id: str, secret: str, url: str, name: str) -> dict:
    """SOCIALACCOUNT_PROVIDERS for the provider that describes itself below `url`."""
    app = {
        "provider_id": "oidc",
        "name": name,
        "client_id": client_id,
        "secret": secret,
        "settings": {"server_url": url, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}
