"""Forms about people: signing up, the profile, a record, an invitation, and closing the account."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from allauth.account.forms import SignupForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields import BirthDateField, TimeZoneField, clean_name
from accounts.handover import birth_date_problem
from accounts.layout import helper
from accounts.models import CareRelationship, Consent, Patient, User
from accounts.services import touch_all_of
from accounts.sharing import end_of_access, open_record, own_records

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def consent_field(label: StrOrPromise) -> forms.BooleanField:
    return forms.BooleanField(
        label=label, error_messages={"required": _("Without your agreement we may not keep a record.")}
    )


class SignUpForm(SignupForm):  # type: ignore[misc]  # allauth ships no types
    """Makes the account, the consent and, for oneself, the record, all or nothing."""

    PURPOSES = [
        ("self", _("For myself")),
        ("caregiver", _("For somebody I care for")),
        ("invited", _("I was invited, or I work in a clinic")),
    ]
    field_order = [
        "name",
        "email",
        "password1",
        "purpose",
        "birth_on",
        "time_zone",
        "is_old_enough",
        "consent",
    ]

    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    purpose = forms.ChoiceField(
        label=_("What is the account for?"), choices=PURPOSES, widget=forms.RadioSelect
    )
    birth_on = BirthDateField(
        label=_("Your date of birth"),
        help_text=_("Only needed when the record is about yourself; you may leave it out."),
    )
    time_zone = TimeZoneField(follow_device=True)
    is_old_enough = forms.BooleanField(
        error_messages={"required": _("Please ask a parent to keep the record for you.")}
    )
    consent = consent_field(
        _("I agree that what I enter about health is kept here as the privacy notice says.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
        self.fields["is_old_enough"].label = _("I am at least %(years)d years old.") % {
            "years": settings.MINIMUM_AGE_YEARS
        }
        password = self.fields["password1"]
        password.max_length = 128
        password.widget.attrs |= {"maxlength": 128, "minlength": 10}
        password.help_text = _("At least 10 characters. A few words in a row are good, and you may paste it.")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def clean_name(self) -> str:
        name = clean_name(self.cleaned_data["name"])
        if not name:
            raise ValidationError(_("Please tell us your name."))
        return name

    def clean_birth_on(self) -> datetime.date | None:
        birth_on: datetime.date | None = self.cleaned_data["birth_on"]
        age = Patient(birth_on=birth_on).age_on(timezone.localdate())
        if age is not None and age < settings.MINIMUM_AGE_YEARS:
            raise ValidationError(
                _(
                    "You can open an account of your own at %(years)d. "
                    "Until then a parent can keep the record for you."
                )
                % {"years": settings.MINIMUM_AGE_YEARS}
            )
        return birth_on

    def save(self, request: HttpRequest) -> User:
        with transaction.atomic():
            user: User = super().save(request)
        return user

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth after the account is saved and before the mail goes out."""
        data = self.cleaned_data
        user.name, user.time_zone = data["name"], data["time_zone"]
        user.save(update_fields=["name", "time_zone"])
        if data["purpose"] == "self":
            patient = Patient(name=user.name, birth_on=data["birth_on"], time_zone=user.time_zone)
            open_record(patient, by=user, kind=CareRelationship.Kind.SELF)
        else:
            Consent.objects.create(user=user, version=settings.CONSENT_VERSION)


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey that can sign in alone, unless the person does not want that."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this passkey")
        self.fields["name"].help_text = _("So that you can tell it from others, such as “My phone”.")
        self.fields["passwordless"].label = _("Sign in with this passkey alone, without a password")
        self.fields["passwordless"].help_text = ""
        self.fields["passwordless"].initial = True


class ProfileForm(forms.ModelForm[User]):
    time_zone = TimeZoneField()

    class Meta:
        model = User
        fields = ["name", "time_zone", "lab_units", "reduced_effort"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"}), "lab_units": forms.RadioSelect}
        labels = {
            "lab_units": _("Lab results in"),
            "reduced_effort": _("Larger controls, and one question at a time"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def save(self, commit: bool = True) -> User:
        user = super().save(commit)
        if "name" in self.changed_data:
            touch_all_of(user)
        return user


class PatientForm(forms.ModelForm[Patient]):
    """Who a record is about."""

    birth_on = BirthDateField(help_text=_("May be left out. Some pages for children depend on it."))
    time_zone = TimeZoneField()

    class Meta:
        model = Patient
        fields = ["name", "birth_on", "sex_for_calculations", "time_zone"]
        labels = {"name": _("Name"), "sex_for_calculations": _("Sex, for calculations")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
        self.fields["sex_for_calculations"].choices = [("", _("not given")), *Patient.Sex.choices]  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean_birth_on(self) -> datetime.date | None:
        new: datetime.date | None = self.cleaned_data["birth_on"]
        if not self.instance._state.adding and (
            problem := birth_date_problem(self.instance, self.initial.get("birth_on"), new)
        ):
            raise ValidationError(problem)
        return new


class HandoverForm(forms.Form):
    """Inviting the person a record is about into it."""

    email = forms.EmailField(
        label=_("Her or his email"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("The account that accepts must have this address. The mail says nothing about health."),
    )
    rights = forms.ChoiceField(
        label=_("Until the record passes"),
        widget=forms.RadioSelect,
        initial="write",
        choices=[("read", _("Read")), ("write", _("Read and write entries"))],
    )

    def __init__(self, *args: Any, passes_now: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if passes_now:
            del self.fields["rights"]
        self.helper = helper()


class PatientAddForm(PatientForm):
    """A new record, for oneself or for somebody one cares for, with the consent to keep it."""

    kind = forms.ChoiceField(
        label=_("Whose record is it?"),
        widget=forms.RadioSelect,
        choices=[("self", _("Mine")), ("caregiver", _("Somebody’s I care for"))],
    )
    consent = consent_field("")
    field_order = ["kind", "name", "birth_on", "sex_for_calculations", "time_zone", "consent"]

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["consent"].label = _(
            "I agree that this record is kept as the privacy notice says. If it is about somebody else, "
            "I may decide this for that person."
        )
        if own_records(by).exists():
            self.fields["kind"].initial = "caregiver"

    def clean_kind(self) -> str:
        kind: str = self.cleaned_data["kind"]
        if kind == "self" and own_records(self.by).exists():
            raise ValidationError(_("You have a record of your own already."))
        return kind

    def save(self, commit: bool = True) -> Patient:
        patient = super().save(commit=False)
        return open_record(patient, by=self.by, kind=self.cleaned_data["kind"]) if commit else patient


class InvitationForm(forms.Form):
    """Whom to invite, as what, what she may do, and until when."""

    email = forms.EmailField(
        label=_("Email"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        max_length=254,
        help_text=_("The mail says neither your name nor anything about health."),
    )
    kind = forms.ChoiceField(
        label=_("Who is it?"),
        widget=forms.RadioSelect,
        choices=[
            ("dermatologist", _("A dermatologist: reads everything, writes signed notes")),
            ("caregiver", _("A caregiver: family, friend or nurse")),
        ],
    )
    rights = forms.ChoiceField(
        label=_("What may a caregiver do?"),
        widget=forms.RadioSelect,
        initial="read",
        choices=[
            ("read", _("Read")),
            ("write", _("Read and write entries")),
            ("manage", _("Read, write, and decide about sharing, like a parent")),
        ],
    )
    until = forms.ChoiceField(
        label=_("Until when?"),
        widget=forms.RadioSelect,
        initial="1y",
        choices=[
            ("3m", _("For 3 months")),
            ("1y", _("For 1 year")),
            ("open", _("Until I end it")),
            ("date", _("Until the day below")),
        ],
    )
    until_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Only for “until the day below”."),
    )

    def __init__(self, *args: Any, patient: Patient, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.patient = patient
        self.helper = helper()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        until, on = data.get("until"), data.get("until_on")
        if until == "date" and not on and "until_on" not in self.errors:
            self.add_error("until_on", _("Which day?"))
        if until == "date" and on and on < self.patient.today():
            self.add_error("until_on", _("This day has passed."))
        if data.get("kind") == "dermatologist":
            data["rights"] = "read"
        return data

    def offer(self) -> dict[str, Any]:
        """What ``invitations.invite`` wants to know."""
        data = self.cleaned_data
        return {
            "email": data["email"],
            "kind": data["kind"],
            "may_write": data["rights"] in ("write", "manage"),
            "may_manage": data["rights"] == "manage",
            "access_ends_at": end_of_access(data["until"], self.patient, data["until_on"]),
        }


class CloseAccountForm(forms.Form):
    """The last question before an account is closed."""

    sure = forms.BooleanField(label=_("Close my account for good."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
