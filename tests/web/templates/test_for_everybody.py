"""Pages for everybody: by ear, by keyboard, without JavaScript and without the internet."""

import pytest

from tests.web.templates.album import CLASS, PAGES, Album
from tests.web.templates.reading import Element

FIELDS = ("input", "select", "textarea")
KEYS = ("a", "button", "summary", *FIELDS)
WHOLE = [(who, path) for who, path in PAGES if not path.endswith("/now")]


def name_of(one: Element, page: Element) -> str:
    """What a screen reader calls it."""
    labelled = one.attributes.get("aria-labelledby", "").split()
    named = [e for e in page.all() if e.attributes.get("id") in labelled and labelled]
    spoken = one.attributes.get("aria-label") or " ".join(t for e in named for t in e.texts())
    return spoken or " ".join(one.texts())


def label_of(field: Element, page: Element) -> str:
    around = field.inherits("label")
    own = field.attributes.get("id")
    fitting = [e for e in page.all("label") if own and e.attributes.get("for") == own]
    found = [e for e in (around, *fitting) if e]
    return " ".join(t for e in found for t in e.texts()) or field.attributes.get("aria-label", "")


@pytest.mark.parametrize(("who", "path"), WHOLE)
def test_a_page_has_one_heading_and_a_title_and_a_way_past_its_frame(
    album: Album, who: str, path: str
) -> None:
    page = album.page(who, path)
    assert len(list(page.all("h1"))) == 1 and len(list(page.all("main"))) == 1
    assert all(name_of(one, page) for one in page.all("h1", "h2", "h3", "title"))
    skip = next(page.all("a"))
    target = skip.attributes["href"].removeprefix("#")
    assert [one.tag for one in page.all() if one.attributes.get("id") == target] == ["main"]


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_every_field_has_a_label_and_every_button_a_name(album: Album, who: str, path: str) -> None:
    page = album.page(who, path)
    for field in page.all(*FIELDS):
        if field.attributes.get("type") != "hidden":
            assert label_of(field, page), field.attributes
    for one in page.all("button", "a", "summary"):
        assert name_of(one, page), one.attributes
    assert all("alt" in one.attributes for one in page.all("img"))


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_no_two_things_share_an_id_and_what_refers_to_one_finds_it(
    album: Album, who: str, path: str
) -> None:
    page = album.page(who, path)
    ids = [one.attributes["id"] for one in page.all() if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    for one in page.all():
        for name in ("aria-labelledby", "aria-describedby", "for"):
            assert set(one.attributes.get(name, "").split()) <= set(ids), one.attributes


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_the_order_of_the_keyboard_is_the_order_of_the_page(
    album: Album, who: str, path: str
) -> None:
    for one in album.page(who, path).all():
        assert one.attributes.get("tabindex", "0") in ("0", "-1")
        assert not [name for name in one.attributes if name.startswith("on") or name == "style"]


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_nothing_is_fetched_from_another_host(album: Album, who: str, path: str) -> None:
    for one in album.page(who, path).all("link", "script", "img", "form", "source", "iframe"):
        for name in ("href", "src", "action"):
            assert one.attributes.get(name, "/").startswith(("/", "#"))


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_every_button_works_without_javascript(album: Album, who: str, path: str) -> None:
    for button in album.page(who, path).all("button"):
        if "hidden" in button.attributes:
            continue  # shown by the very script it needs
        form = button.inherits("form")
        assert form and (form.attributes.get("action") or form.attributes.get("method") == "post")
        assert button.attributes.get("type", "submit") == "submit"


def test_the_keyboard_stays_where_it_is_when_a_piece_is_renewed(album: Album) -> None:
    piece = album.page("rivera", f"{CLASS}/now")
    keys = [one for one in piece.all(*KEYS) if one.attributes.get("type") != "hidden"]
    assert len(keys) > 10 and all("id" in one.attributes for one in keys)


def test_the_class_page_has_one_main_button(album: Album) -> None:
    buttons = album.page("rivera", CLASS).all("a", "button")
    assert len([b for b in buttons if "main" in b.attributes.get("class", "").split()]) == 1


def test_the_board_shows_no_names(album: Album) -> None:
    words = " ".join(album.page("rivera", f"{CLASS}/board").texts())
    assert "localhost:8000" in words and "BIO1" in words
    assert not [name for name in ("Ana", "Cleo", "Rivera", "1001") if name in words]
