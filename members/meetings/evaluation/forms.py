"""What those who were there answer, and what organisers ask them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.meetings.models import EvaluationAnswer, EvaluationQuestion

from .answering import Answers
from .questions import MOST, fingerprint

Kind = EvaluationQuestion.Kind
SCORES = range(1, 6)
WORDS = EvaluationAnswer._meta.get_field("words").max_length
TEXT = EvaluationQuestion._meta.get_field("text").max_length


class EvaluationForm(forms.Form):
    """Nothing is required, but an evaluation without an answer is none."""

    asked = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, questions: Sequence[EvaluationQuestion], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["asked"].initial = fingerprint(questions)
        self.questions = questions
        for question in questions:
            self.fields[self._name(question)] = _field(question)

    def _name(self, question: EvaluationQuestion) -> str:
        return f"fraga-{question.pk}"

    @property
    def rows(self) -> list[tuple[EvaluationQuestion, forms.BoundField]]:
        return [(question, self[self._name(question)]) for question in self.questions]

    def clean(self) -> None:
        if not self.errors and not self.answers:
            self.add_error(None, _("Answer at least one of the questions."))

    @property
    def answers(self) -> Answers:
        given = {question.pk: self.cleaned_data.get(self._name(question)) for question in self.questions}
        return {key: answer for key, answer in given.items() if answer}


def _field(question: EvaluationQuestion) -> forms.Field:
    if question.kind == Kind.WORDS:
        widget = forms.Textarea(attrs={"rows": 4})
        return forms.CharField(label=question.text, max_length=WORDS, widget=widget, required=False)
    named = {1: _("1, lowest"), 5: _("5, highest")}
    # Whoever has ticked by mistake must be able to take it back.
    choices = [("", _("no answer")), *((score, named.get(score, str(score))) for score in SCORES)]
    return forms.TypedChoiceField(
        label=question.text,
        choices=choices,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
    )


class QuestionsForm(forms.Form):
    """Up to eight questions; one that is emptied is taken away."""

    def __init__(self, *args: Any, questions: Sequence[EvaluationQuestion], **kwargs: Any):
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, capfirst(kind.label)) for kind in Kind]
        for place in range(MOST):
            question = questions[place] if place < len(questions) else None
            number = {"number": place + 1}
            self.fields[f"text-{place}"] = forms.CharField(
                label=_("Question %(number)d") % number,
                max_length=TEXT,
                required=False,
                initial=question.text if question else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"kind-{place}"] = forms.ChoiceField(
                label=_("Answer to question %(number)d") % number,
                choices=kinds,
                initial=question.kind if question else Kind.SCALE,
                error_messages={"required": gettext_lazy("Choose how it is answered.")},
            )

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"text-{place}"], self[f"kind-{place}"]) for place in range(MOST)]

    def clean(self) -> None:
        if not self.errors and not self.asked:
            self.add_error("text-0", _("Write at least one question."))

    @property
    def asked(self) -> list[tuple[str, str]]:
        pairs = (
            (self.cleaned_data[f"text-{place}"], self.cleaned_data[f"kind-{place}"]) for place in range(MOST)
        )
        return [(" ".join(text.split()), kind) for text, kind in pairs if text]
