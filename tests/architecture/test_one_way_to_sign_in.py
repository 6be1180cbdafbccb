"""Only one form signs users in, with rate limits and logging. There is no admin site."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth import views as django_views
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from people.models import User
from tests.factories.people import Personas

# A password field that browsers fill in.
PASSWORD_FIELD = re.compile(r"<input[^>]*autocomplete=\"current-password\"")


def views_of(resolver: URLResolver) -> list[Callable[..., object]]:
    found: list[Callable[..., object]] = []
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            found.append(getattr(pattern.callback, "view_class", pattern.callback))
        else:
            found.extend(views_of(pattern))
    return found


def test_no_route_uses_the_sign_in_of_django() -> None:
    modules = {view.__module__ for view in views_of(get_resolver())}
    assert "allauth.account.views" in modules
    assert not {module for module in modules if module == django_views.__name__ or module.startswith("django.contrib.admin")}


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/"])
def test_there_is_no_admin_site(path: str, personas: Personas, sign_in: Callable[[User], Client]) -> None:
    assert Client().get(path).status_code == 404
    assert sign_in(personas.administrator).get(path).status_code == 404


def test_only_one_public_page_has_a_password_field(db: None) -> None:
    asking = set()
    # Routes with arguments need a signed-in user or a link from an e-mail.
    routes = {name: get_resolver().reverse_dict.getlist(name) for name in get_resolver().reverse_dict if isinstance(name, str)}
    for name in (name for name, found in routes.items() if all(not params for ((_path, params),), *_rest in found)):
        if PASSWORD_FIELD.search(Client().get(reverse(name)).content.decode()):
            asking.add(name)
    assert asking == {"account_login"}
