"""Findings about the steps of a version: dead ends, missing and unreachable steps, loops, and too many steps."""

import pytest

from scripts_library.step_checks import MANY_STEPS, MOST_LOOPS, CheckedStep, Fault, findings


def step(key: str, *leads_to: str, is_last: bool = False, has_text: bool = True) -> CheckedStep:
    return CheckedStep(key, f"Title of {key}", has_text, is_last, leads_to)


END = step("end", is_last=True)


def found(*steps: CheckedStep) -> list[tuple[Fault, tuple[str, ...]]]:
    return [(finding.fault, finding.keys) for finding in findings(steps)]


def test_version_without_steps_has_no_findings() -> None:
    assert findings([]) == []


def test_branching_script_with_an_end_has_no_findings() -> None:
    assert found(step("a", "b", "c"), step("b", "end"), step("c", is_last=True), END) == []


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([step("a", "b"), step("b")], (Fault.DEAD_END, ("b",))),
        ([step("a", "gone", "end"), END], (Fault.MISSING, ("a",))),
        ([step("a", "end", has_text=False), END], (Fault.EMPTY, ("a",))),
        ([step("a", "end"), step("lost", "end"), END], (Fault.UNREACHABLE, ("lost",))),
        ([step("a", "b"), step("b", "a", "end"), END], (Fault.LOOP, ("a", "b"))),
        ([step("a", "a", "end"), END], (Fault.LOOP, ("a",))),
        ([step("a", "end", "b"), step("b", "c"), step("c", "b"), END], (Fault.ENDLESS, ("b", "c"))),
    ],
)
def test_each_fault_is_found_and_nothing_else(steps: list[CheckedStep], expected: tuple[Fault, tuple[str, ...]]) -> None:
    assert found(*steps) == [expected]


def test_step_that_leads_only_to_a_deleted_one_is_no_dead_end() -> None:
    assert found(step("a", "gone")) == [(Fault.MISSING, ("a",))]


def test_first_step_is_reached_without_a_choice_that_leads_to_it() -> None:
    assert found(step("a", is_last=True)) == []


def test_errors_come_first_and_warnings_do_not_count_as_errors() -> None:
    all_found = findings([step("a", "b", "end"), step("b", "a"), step("lost"), END])
    assert [finding.fault for finding in all_found] == [Fault.DEAD_END, Fault.UNREACHABLE, Fault.LOOP]
    assert [finding.is_error for finding in all_found] == [True, False, False]


def test_several_loops_are_named_each() -> None:
    steps = [step("a", "b", "c"), step("b", "a", "end"), step("c", "a"), END]
    assert {keys for fault, keys in found(*steps) if fault == Fault.LOOP} == {("a", "b"), ("a", "c")}


def test_sentence_names_the_loop_in_order() -> None:
    (finding,) = findings([step("a", "b"), step("b", "c"), step("c", "a", "end"), END])
    assert "“Title of a” → “Title of b” → “Title of c” → “Title of a”" in finding.sentence


def test_endless_loop_is_found_beside_many_harmless_ones() -> None:
    keys = [f"s{number}" for number in range(2 * MOST_LOOPS)]
    harmless = [step(key, *keys, "x", "end") for key in keys]
    faults = [fault for fault, _keys in found(*harmless, step("x", "y"), step("y", "x"), END)]
    assert faults.count(Fault.ENDLESS) == 1
    assert faults.count(Fault.LOOP) == MOST_LOOPS


@pytest.mark.parametrize(("count", "is_warned"), [(MANY_STEPS, False), (MANY_STEPS + 1, True)])
def test_warning_above_150_steps(count: int, is_warned: bool) -> None:
    steps = [step(f"s{number}", f"s{number + 1}") for number in range(1, count)]
    faults = [fault for fault, _keys in found(*steps, step(f"s{count}", is_last=True))]
    assert faults == [Fault.MANY] * is_warned
