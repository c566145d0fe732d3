"""In whatever order people invite, accept, end, close, come of age and take over: somebody decides."""

from __future__ import annotations

import datetime
from contextlib import suppress
from typing import Any

import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accounts import handover, invitations, sharing
from accounts.closing import close_account
from accounts.models import CareRelationship
from tests.make import make_patient, make_user, relate

START = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)
PEOPLE = 4  # two parents, a child, somebody else
WHO = st.integers(0, PEOPLE - 1)
DAY = datetime.timedelta(days=1)


class Family(RuleBasedStateMachine):
    """Everybody tries everything, also what the pages would not offer; what is refused changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.clock = time_machine.travel(START, tick=False)
        self.time: Any = self.clock.start()
        self.now = START
        self.has_passed = False
        self.people = [make_user(f"Person {number}") for number in range(PEOPLE)]

    def teardown(self) -> None:
        self.clock.stop()
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @initialize(days=st.sampled_from([0, 0, -400, 30, 400]), joins=st.booleans())
    def begin(self, days: int, joins: bool) -> None:
        """A child who comes of age in so many days, two parents; she may have been let in already."""
        birth_on = (START + days * DAY).date()
        birth_on = birth_on.replace(year=birth_on.year - 16, day=min(birth_on.day, 28))
        self.record = make_patient(name="Child", birth_on=birth_on, created_at=START - 3000 * DAY)
        for parent in self.people[:2]:
            relate(parent, self.record, "caregiver", may_write=True, may_manage=True)
        if joins:
            relate(self.people[2], self.record, "self", may_write=True, granted_by=self.people[0])

    def standing(self, who: int) -> CareRelationship | None:
        rows = CareRelationship.objects.active().select_related("user", "patient")
        return rows.filter(user=self.people[who], patient=self.record, user__is_active=True).first()

    def manages(self, who: int) -> bool:
        own = self.standing(who)
        return own is not None and own.may_manage

    @rule(by=WHO, whom=WHO, kind=st.sampled_from(["self", "caregiver", "caregiver"]), manage=st.booleans(),
          days=st.none() | st.integers(1, 60))  # fmt: skip
    def invite(self, by: int, whom: int, kind: str, manage: bool, days: int | None) -> None:
        if self.manages(by):
            until = self.now + days * DAY if days else None
            with suppress(ValidationError), transaction.atomic():
                invitations.invite(
                    self.record, by=self.people[by], email=self.people[whom].email, kind=kind,
                    may_write=manage, may_manage=manage, access_ends_at=until,
                )  # fmt: skip

    @rule(who=WHO, number=st.integers(0, 5))
    def accept_what_is_somebody_elses(self, who: int, number: int) -> None:
        """Any invitation with any account, as whoever holds the mail can try."""
        offers = list(invitations.open_invitations().order_by("created_at", "pk"))
        if offers and self.people[who].is_active:
            with suppress(ValidationError), transaction.atomic():
                invitations.accept(offers[number % len(offers)], user=self.people[who])

    @rule(who=WHO)
    def accept(self, who: int) -> None:
        offer = invitations.open_invitations().filter(email=self.people[who].email).first()
        if offer and self.people[who].is_active:
            with suppress(ValidationError), transaction.atomic():
                invitations.accept(offer, user=self.people[who])

    @rule(by=WHO, whom=WHO)
    def end(self, by: int, whom: int) -> None:
        row = self.standing(whom)
        if row is not None and (by == whom or self.manages(by)):
            with suppress(ValidationError), transaction.atomic():
                sharing.end_access(row, by=self.people[by])

    @rule(who=WHO)
    def take_over(self, who: int) -> None:
        with suppress(ValidationError), transaction.atomic():
            handover.take_over(self.record, by=self.people[who])

    @rule(who=WHO)
    def close(self, who: int) -> None:
        if self.people[who].is_active:
            with suppress(ValidationError), transaction.atomic():
                close_account(self.people[who])
            self.people[who].refresh_from_db()

    @rule(by=WHO, days=st.integers(-800, 800))
    def change_birth_date(self, by: int, days: int) -> None:
        self.record.refresh_from_db()
        old = self.record.birth_on
        new = old + days * DAY if old else None
        if self.manages(by) and not handover.birth_date_problem(self.record, old, new):
            self.record.birth_on = new
            self.record.save()
            handover.note_birth_date(self.record, old, by=self.people[by])

    @rule(by=WHO)
    def withdraw_consent(self, by: int) -> None:
        consent = self.record.consents.filter(withdrawn_at=None).first()
        if self.manages(by) and consent is not None:
            sharing.withdraw_consent(consent)

    @rule(days=st.integers(1, 45))
    def wait(self, days: int) -> None:
        self.now += days * DAY
        self.time.move_to(self.now)

    @invariant()
    def somebody_decides_without_an_end(self) -> None:
        if hasattr(self, "record"):
            assert sharing.managers(self.record).filter(ends_at=None).exists()

    @invariant()
    def when_control_passes_nobody_else_keeps_it(self) -> None:
        """Parents go on reading; whoever decides beside her later was let in by her."""
        if not hasattr(self, "record"):
            return
        open_rows = CareRelationship.objects.filter(patient=self.record, revoked_at=None, may_manage=True)
        own = open_rows.filter(kind="self").first()
        if own is not None and not self.has_passed:
            assert list(open_rows) == [own]
        self.has_passed = own is not None


class SomebodyDecides(TestCase):
    def test_every_order_of_actions_leaves_somebody_who_decides(self) -> None:
        run_state_machine_as_test(
            Family,
            settings=settings(
                max_examples=25,
                stateful_step_count=30,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
