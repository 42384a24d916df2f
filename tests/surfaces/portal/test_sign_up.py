"""An organisation signs up by a link in a mail, and lets its people in."""

import pytest
from django.core import mail
from django.test import Client

from tests.base.docket.makers import firm
from tests.surfaces.portal.conftest import signed_in
from tests.surfaces.portal.people import link_in_last_mail, somebody_of, text_of
from tests.surfaces.visitors import PASSWORD, a_person
from tidewaiter.adapters.mail import lately, mailbox
from tidewaiter.base.identity.models import Invitation, Organisation, Person
from tidewaiter.surfaces.kit.links import sealed

pytestmark = pytest.mark.django_db

LOTUS = {
    "name": "Lotus Trading", "code": "9133 0100 TWFI RM00 77", "kind": "merchant",
    "person": "Bao Li", "password": PASSWORD,
}  # fmt: skip


def asked(email="Bao@Lotus.example", client=None) -> Client:
    client = client or Client()
    assert client.post("/portal/sign-up/", {"email": email}).status_code == 200
    return client


def test_an_organisation_signs_up_and_its_first_person_owns_it() -> None:
    client = asked()
    assert Organisation.objects.count() == 0
    link = link_in_last_mail()
    assert client.get(link).status_code == 200
    answer = client.post(link, LOTUS)
    assert (answer.status_code, answer["Location"]) == (302, "/portal/")
    person = Person.objects.get()
    assert person.email == "bao@lotus.example"
    assert person.roles == ["party_owner"]
    assert (person.organisation.code, person.organisation.kind) == (
        "91330100TWFIRM0077", "merchant",
    )  # fmt: skip
    assert "Lotus Trading" in text_of(client.get("/portal/"))
    again = client.post(link, {**LOTUS, "code": "91330100TWFIRM0078"})
    assert again.status_code == 409
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "status", "says"),
    [
        ({"password": "short"}, 422, "too easy to guess"),
        ({"code": "9133-0100"}, 422, "cannot be an organisation"),
        ({"kind": "authority"}, 422, "not one of the available choices"),
        ({"person": ""}, 422, "Write your name."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_half_written(wrong, status, says) -> None:
    client = asked()
    answer = client.post(link_in_last_mail(), {**LOTUS, **wrong})
    assert answer.status_code == status
    assert says in text_of(answer)
    assert (Organisation.objects.count(), Person.objects.count()) == (0, 0)


def test_a_code_that_is_known_is_not_taken_twice() -> None:
    firm()
    client = asked()
    answer = client.post(link_in_last_mail(), {**LOTUS, "code": firm().code})
    assert answer.status_code == 409
    assert "There is already an organisation" in text_of(answer)
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    "token",
    ["x", "a:b:c", sealed("invitation", email="e@x.example")],
    ids=["one letter", "three parts", "for an invitation"],
)
def test_a_link_that_is_forged_or_for_something_else_is_refused(token) -> None:
    answer = Client().get(f"/portal/sign-up/{token}/")
    assert answer.status_code == 409
    assert "link.over" in text_of(answer)


def test_the_page_does_not_tell_who_has_an_account() -> None:
    person = a_person("officer")
    known = Client().post("/portal/sign-up/", {"email": person.email})
    unknown = Client().post("/portal/sign-up/", {"email": "nobody@x.example"})
    pages = [text_of(one).partition("<main")[2] for one in (known, unknown)]
    assert "is on its way" in pages[0]
    assert pages[0].replace(person.email, "") == pages[1].replace("nobody@x.example", "")
    assert mail.outbox[0].subject == "You have an account already"


def test_links_are_not_sent_without_end() -> None:
    for number in range(10):
        asked(f"one{number}@x.example")
    answer = Client().post("/portal/sign-up/", {"email": "one@x.example"})
    assert answer.status_code == 429
    assert len(mail.outbox) == 10


def test_people_of_organisations_begin_in_the_portal_and_officers_at_the_desk(owner) -> None:
    given = {"email": owner.email, "password": PASSWORD}
    assert Client().post("/sign-in/", given)["Location"] == "/portal/"
    assert signed_in(owner).get("/desk/").status_code == 403
    assert signed_in(a_person("officer")).get("/portal/").status_code == 403


def test_an_owner_invites_somebody_who_comes_in_with_that_role(bao) -> None:
    answer = bao.post("/portal/people/invite/", {"email": "New@x.example", "role": "party_reader"})
    assert answer.status_code == 302
    page = text_of(bao.get("/portal/people/"))
    assert "new@x.example" in page
    link = link_in_last_mail()
    visitor = Client()
    assert "Lotus Trading" in text_of(visitor.get(link))
    assert visitor.post(link, {"person": "Nan", "password": PASSWORD}).status_code == 302
    person = Person.objects.get(email="new@x.example")
    assert (person.roles, person.organisation) == (["party_reader"], firm())
    again = Client().post(link, {"person": "Nan", "password": PASSWORD})
    assert again.status_code == 409
    assert "no longer open" in text_of(again)


def test_an_invitation_that_is_withdrawn_opens_nothing(bao) -> None:
    bao.post("/portal/people/invite/", {"email": "new@x.example", "role": "party"})
    link = link_in_last_mail()
    made = Invitation.objects.get()
    assert bao.post(f"/portal/people/invitations/{made.pk}/withdraw/").status_code == 302
    assert Client().post(link, {"person": "N", "password": PASSWORD}).status_code == 409
    assert not Person.objects.filter(email="new@x.example").exists()


def test_who_is_there_already_is_not_invited(bao, owner) -> None:
    answer = bao.post("/portal/people/invite/", {"email": owner.email, "role": "party"})
    assert answer.status_code == 409
    assert not Invitation.objects.exists()
    odd = bao.post("/portal/people/invite/", {"email": "a@x.example", "role": "senior_officer"})
    assert odd.status_code == 422


def test_a_mail_that_cannot_be_sent_is_told(bao, settings) -> None:
    settings.EMAIL_BACKEND = "tests.surfaces.portal.test_sign_up.Shut"
    answer = bao.post("/portal/people/invite/", {"email": "a@x.example", "role": "party"})
    assert answer.status_code == 409
    assert "could not be sent" in text_of(answer)


class Shut:
    """A post that is shut."""

    def __init__(self, **given) -> None:
        pass

    def send_messages(self, messages) -> int:
        raise ConnectionRefusedError


def test_a_colleague_gets_another_role_and_is_removed(bao) -> None:
    other = somebody_of(firm(), "party", name="Chen")
    bao.post(f"/portal/people/{other.pk}/role/", {"role": "party_reader"})
    other.refresh_from_db()
    assert other.roles == ["party_reader"]
    client = signed_in(other)
    assert client.get("/portal/").status_code == 200
    bao.post(f"/portal/people/{other.pk}/remove/")
    other.refresh_from_db()
    assert not other.is_active
    assert client.get("/portal/").status_code == 302


def test_who_was_removed_comes_back_by_another_invitation(bao) -> None:
    other = somebody_of(firm(), "party", name="Chen")
    bao.post(f"/portal/people/{other.pk}/remove/")
    bao.post("/portal/people/invite/", {"email": other.email, "role": "party_reader"})
    answer = Client().post(link_in_last_mail(), {"person": "Chen Yu", "password": PASSWORD})
    assert answer.status_code == 302
    other.refresh_from_db()
    assert (other.is_active, other.name, other.roles) == (True, "Chen Yu", ["party_reader"])


def test_the_last_owner_stays(bao, owner) -> None:
    page = text_of(bao.post(f"/portal/people/{owner.pk}/remove/", follow=True))
    assert "last owner" in page
    page = text_of(bao.post(f"/portal/people/{owner.pk}/role/", {"role": "party"}, follow=True))
    assert "last owner" in page
    owner.refresh_from_db()
    assert (owner.is_active, owner.roles) == (True, ["party_owner"])


def test_only_owners_keep_people_and_only_their_own(clerk, reader, stranger, owner) -> None:
    made = {"email": "a@x.example", "role": "party"}
    for client in (clerk, reader):
        assert client.get("/portal/people/").status_code == 200
        assert client.post("/portal/people/invite/", made).status_code == 403
        assert client.post(f"/portal/people/{owner.pk}/remove/").status_code == 403
    assert stranger.post(f"/portal/people/{owner.pk}/remove/").status_code == 404
    assert stranger.post(f"/portal/people/{owner.pk}/role/", {"role": "party"}).status_code == 404
    assert owner.name not in text_of(stranger.get("/portal/people/"))
    assert Client().get("/portal/people/").status_code == 302


def test_an_invitation_of_another_organisation_does_not_exist(bao, stranger) -> None:
    bao.post("/portal/people/invite/", {"email": "new@x.example", "role": "party"})
    made = Invitation.objects.get()
    assert stranger.post(f"/portal/people/invitations/{made.pk}/withdraw/").status_code == 404


def test_the_folder_of_mails_is_open_to_its_owner_only(tmp_path) -> None:
    assert mailbox(tmp_path / "home").stat().st_mode & 0o077 == 0
    assert mailbox(tmp_path / "home") == tmp_path / "home" / "mail"


def test_mails_lie_in_a_folder_and_a_demonstration_shows_them(settings, tmp_path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    asked("one@x.example")
    asked("two@x.example")
    first, second = lately(tmp_path)
    assert (first.to, second.to) == ("two@x.example", "one@x.example")
    assert "/portal/sign-up/" in first.body
    assert Client().get("/portal/mailbox/").status_code == 404
    settings.TIDEWAITER_DEMO = True
    assert "two@x.example" in text_of(Client().get("/portal/mailbox/"))
