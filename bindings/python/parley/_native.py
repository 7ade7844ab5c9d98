"""The one file that knows the library: finds it, loads it, declares its structs and functions, and checks both.

Signatures live in one table, so that nothing silently returns a C int; one ``errcheck`` makes every bad status an
exception; the library publishes where the fields of its structs lie, and the import fails if a mirror below
differs.
"""
from __future__ import annotations

import ctypes as C
import ctypes.util
import os
import sys
from pathlib import Path
from typing import Any, Callable

from . import errors

_P: Callable[[Any], Any] = C.POINTER
_TEXT, _SIZE, _F64, _BOOL = C.c_char_p, C.c_size_t, C.c_double, C.c_bool
_U64, _I64, _U32, _I32 = C.c_uint64, C.c_int64, C.c_uint32, C.c_int32
_TEXTS, _F64S, _PACKAGE = _P(C.c_char_p), _P(C.c_double), _P(C.c_int32)


class ScenarioRef(C.Structure):
    """Opaque."""


class ResultRef(C.Structure):
    """Opaque."""


class ComparisonRef(C.Structure):
    """Opaque."""


class ReportRef(C.Structure):
    """Opaque."""


class SittingRef(C.Structure):
    """Opaque."""


_Scenario, _Result, _Comparison = _P(ScenarioRef), _P(ResultRef), _P(ComparisonRef)
_Report, _Sitting = _P(ReportRef), _P(SittingRef)

ProgressFn = C.CFUNCTYPE(_BOOL, _U64, _U64, C.c_void_p)
ColumnsFn = C.CFUNCTYPE(_BOOL, _U64, _SIZE, _P(_F64S), C.c_void_p)
ProtocolFn = C.CFUNCTYPE(_BOOL, _Sitting, _PACKAGE, C.c_void_p)


def _mirror(struct: str, /, **fields: Any) -> Any:
    """A struct of the header: field names and types in its order."""
    return type(struct, (C.Structure,), {"_fields_": list(fields.items()), "__slots__": ()})


Error = _mirror(
    "parley_error", status=C.c_int, message=_TEXT, file=_TEXT, pointer=_TEXT, line=_I32, column=_I32, trial=_I64
)
LayoutRow = _mirror("parley_layout_row", owner=_TEXT, name=_TEXT, offset=_SIZE, size=_SIZE)
Summary = _mirror(
    "parley_summary",
    n=_U64,
    undefined=_U64,
    never=_U64,
    mean=_F64,
    sd=_F64,
    se=_F64,
    ci95=_F64 * 2,
    least=_F64,
    most=_F64,
)
Difference = _mirror(
    "parley_difference",
    n=_U64,
    mean=_F64,
    se=_F64,
    ci95=_F64 * 2,
    above=_F64,
    below=_F64,
    equal=_F64,
    correlation=_F64,
    variance_reduction=_F64,
)
RunDef = _mirror(
    "parley_run_def",
    struct_size=_SIZE,
    variant=_TEXT,
    seed=_U64,
    trials=_U64,
    shard_first=_U64,
    shard_trials=_U64,
    threads=_I32,
    sampling=C.c_int,
    replicates=_U32,
    progress=ProgressFn,
    progress_user=C.c_void_p,
    columns=_TEXTS,
    column_count=_SIZE,
    on_columns=ColumnsFn,
    columns_user=C.c_void_p,
    column_out=_P(_F64S),
    precision_metric=_TEXT,
    precision_se=_F64,
)
AssumptionDef = _mirror(
    "parley_assumption_def", struct_size=_SIZE, id=_TEXT, value=_TEXT, label=_TEXT, unit=_TEXT, source=_TEXT, note=_TEXT
)
IssueDef = _mirror(
    "parley_issue_def",
    struct_size=_SIZE,
    id=_TEXT,
    options=_TEXTS,
    option_count=_SIZE,
    low=_F64,
    high=_F64,
    step=_F64,
    points=_F64S,
    point_count=_SIZE,
    fixed=_TEXT,
    status_quo=_TEXT,
    delivered_by=_TEXT,
    label=_TEXT,
    unit=_TEXT,
    source=_TEXT,
    note=_TEXT,
)
PartyDef = _mirror(
    "parley_party_def",
    struct_size=_SIZE,
    id=_TEXT,
    power=_TEXT,
    salience=_TEXT,
    no_deal=_TEXT,
    discount=_TEXT,
    label=_TEXT,
    source=_TEXT,
    note=_TEXT,
)
DemandDef = _mirror(
    "parley_demand_def",
    struct_size=_SIZE,
    issue=_TEXT,
    weight=_TEXT,
    ideal=_TEXT,
    limit=_TEXT,
    limit_high=_TEXT,
    shape=_TEXT,
    values=_F64S,
    value_count=_SIZE,
    formula=_TEXT,
    red_line=_BOOL,
)
LinkageDef = _mirror("parley_linkage_def", struct_size=_SIZE, when=_TEXT, add=_TEXT)
TalksDef = _mirror(
    "parley_talks_def",
    struct_size=_SIZE,
    id=_TEXT,
    parties=_TEXTS,
    party_count=_SIZE,
    issues=_TEXTS,
    issue_count=_SIZE,
    protocol=_TEXT,
    parameters=_TEXT,
    requires_=_TEXT,
    skip=_BOOL,
    takes=_TEXT,
    label=_TEXT,
)
VoteDef = _mirror(
    "parley_vote_def",
    struct_size=_SIZE,
    id=_TEXT,
    yes=_TEXT,
    blocs=_TEXT,
    rule=_TEXT,
    requires_=_TEXT,
    skip=_BOOL,
    takes=_TEXT,
    label=_TEXT,
)
ChanceDef = _mirror(
    "parley_chance_def",
    struct_size=_SIZE,
    id=_TEXT,
    probability=_TEXT,
    fails=_BOOL,
    requires_=_TEXT,
    skip=_BOOL,
    takes=_TEXT,
    label=_TEXT,
)
TransitionDef = _mirror(
    "parley_transition_def",
    struct_size=_SIZE,
    **{"from": _TEXT},
    to=_TEXT,
    rate=_TEXT,
    piece_from=_F64S,
    piece_rate=_TEXTS,
    piece_count=_SIZE,
    weibull_shape=_TEXT,
    weibull_scale=_TEXT,
    after=_TEXT,
    times=_TEXT,
    clock_entry=_BOOL,
)
MetricDef = _mirror(
    "parley_metric_def", struct_size=_SIZE, id=_TEXT, value=_TEXT, given=_TEXT, label=_TEXT, unit=_TEXT, note=_TEXT
)
ProtocolDef = _mirror(
    "parley_protocol_def", struct_size=_SIZE, name=_TEXT, settle=ProtocolFn, user=C.c_void_p, calling_thread=_BOOL
)
VotingDef = _mirror(
    "parley_voting_def",
    struct_size=_SIZE,
    voters=_SIZE,
    count=_P(_U32),
    conditions=_SIZE,
    weight=_F64S,
    quota=_F64S,
    strict=_BOOL,
    alternative=_P(_U32),
    members=_U32,
    veto=_P(_BOOL),
)
VotingIndex = _mirror(
    "parley_voting_index",
    shapley_shubik=_F64,
    swings=_F64,
    banzhaf=_F64,
    banzhaf_absolute=_F64,
    prevent=_F64,
    initiate=_F64,
    collectivity=_F64,
    dummy=_BOOL,
    veto=_BOOL,
    dictator=_BOOL,
)
PowerDef = _mirror("parley_power_def", struct_size=_SIZE, variant=_TEXT, step=_TEXT, seed=_U64, trial=_I64)
FrontierDef = _mirror(
    "parley_frontier_def",
    struct_size=_SIZE,
    variant=_TEXT,
    seed=_U64,
    trial=_I64,
    most_points=_SIZE,
    trials=_U64,
    threads=_I32,
    progress=ProgressFn,
    progress_user=C.c_void_p,
)
StabilityDef = _mirror(
    "parley_stability_def",
    struct_size=_SIZE,
    variant=_TEXT,
    seed=_U64,
    trial=_I64,
    deal=_TEXTS,
    deal_count=_SIZE,
    moves=_TEXTS,
    move_count=_SIZE,
    walk_away=_BOOL,
)
ConflictDef = _mirror(
    "parley_conflict_def",
    struct_size=_SIZE,
    states=_SIZE,
    makers=_SIZE,
    moves=_P(_BOOL),
    worth=_F64S,
    tolerance=_F64,
    components=_SIZE,
    component=_P(_U32),
)

_DEFS = {
    "run": RunDef,
    "assumption": AssumptionDef,
    "issue": IssueDef,
    "party": PartyDef,
    "demand": DemandDef,
    "linkage": LinkageDef,
    "talks": TalksDef,
    "vote": VoteDef,
    "chance": ChanceDef,
    "transition": TransitionDef,
    "metric": MetricDef,
    "protocol": ProtocolDef,
    "voting": VotingDef,
    "power": PowerDef,
    "frontier": FrontierDef,
    "stability": StabilityDef,
    "conflict": ConflictDef,
}
MIRRORS = {mirror.__name__: mirror for mirror in (Error, LayoutRow, Summary, Difference, VotingIndex, *_DEFS.values())}

# fmt: off
# "status" stands for a parley_status that raises. The text of a `char **` is taken by text_of().
_SIGNATURES: dict[str, tuple[Any, list[Any]]] = {
    "parley_scenario_create":          ("status", [_P(_Scenario)]),
    "parley_scenario_load":            ("status", [_TEXT, _SIZE, _TEXT, _P(_Scenario)]),
    "parley_scenario_load_file":       ("status", [_TEXT, _P(_Scenario)]),
    "parley_scenario_save":            ("status", [_Scenario, _P(_TEXT)]),
    "parley_scenario_save_file":       ("status", [_Scenario, _TEXT]),
    "parley_scenario_copy":            ("status", [_Scenario, _P(_Scenario)]),
    "parley_scenario_destroy":         (None,     [_Scenario]),
    "parley_scenario_check":           ("status", [_Scenario]),
    "parley_scenario_fingerprint":     ("status", [_Scenario, _TEXT, _TEXT, _SIZE]),
    "parley_scenario_count":           (_SIZE,    [_Scenario, C.c_int]),
    "parley_scenario_id":              (_TEXT,    [_Scenario, C.c_int, _SIZE]),
    "parley_scenario_title":           (_TEXT,    [_Scenario]),
    "parley_scenario_set":             ("status", [_Scenario, _TEXT, _TEXT]),
    "parley_scenario_get":             ("status", [_Scenario, _TEXT, _P(_TEXT)]),
    "parley_scenario_set_title":       ("status", [_Scenario, _TEXT]),
    "parley_scenario_set_time_unit":   ("status", [_Scenario, _TEXT]),
    "parley_scenario_add_assumption":  ("status", [_Scenario, _P(AssumptionDef)]),
    "parley_scenario_add_correlation": ("status", [_Scenario, _TEXT, _TEXT, _F64]),
    "parley_scenario_add_issue":       ("status", [_Scenario, _P(IssueDef)]),
    "parley_scenario_add_party":       ("status", [_Scenario, _P(PartyDef)]),
    "parley_scenario_add_demand":      ("status", [_Scenario, _TEXT, _P(DemandDef)]),
    "parley_scenario_add_trust":       ("status", [_Scenario, _TEXT, _TEXT, _TEXT]),
    "parley_scenario_add_linkage":     ("status", [_Scenario, _TEXT, _P(LinkageDef)]),
    "parley_scenario_set_concession":  ("status", [_Scenario, _TEXT, _TEXT]),
    "parley_scenario_add_talks":       ("status", [_Scenario, _P(TalksDef)]),
    "parley_scenario_add_vote":        ("status", [_Scenario, _P(VoteDef)]),
    "parley_scenario_add_chance":      ("status", [_Scenario, _P(ChanceDef)]),
    "parley_scenario_set_aftermath":   ("status", [_Scenario, _F64, _TEXTS, _SIZE, _TEXT]),
    "parley_scenario_add_transition":  ("status", [_Scenario, _P(TransitionDef)]),
    "parley_scenario_add_metric":      ("status", [_Scenario, _P(MetricDef)]),
    "parley_scenario_add_variant":     ("status", [_Scenario, _TEXT, _TEXT]),
    "parley_scenario_add_protocol":    ("status", [_Scenario, _P(ProtocolDef)]),
    "parley_run":                      ("status", [_Scenario, _P(RunDef), _P(_Result)]),
    "parley_compare":                  ("status", [_Scenario, _P(RunDef), _TEXTS, _SIZE, _P(_Comparison)]),
    "parley_column_names":             ("status", [_Scenario, _TEXT, _P(_TEXT)]),
    "parley_result_destroy":           (None,     [_Result]),
    "parley_result_title":             (_TEXT,    [_Result]),
    "parley_result_variant":           (_TEXT,    [_Result]),
    "parley_result_fingerprint":       (_TEXT,    [_Result]),
    "parley_result_time_unit":         (_TEXT,    [_Result]),
    "parley_result_seed":              (_U64,     [_Result]),
    "parley_result_trials":            (_U64,     [_Result]),
    "parley_result_whole":             (_U64,     [_Result]),
    "parley_result_sampling":          (C.c_int,  [_Result]),
    "parley_result_random_places":     (_U64,     [_Result]),
    "parley_result_hash":              (_U64,     [_Result]),
    "parley_result_count":             (_SIZE,    [_Result]),
    "parley_result_name":              (_TEXT,    [_Result, _SIZE]),
    "parley_result_path":              (_TEXT,    [_Result, _SIZE]),
    "parley_result_label":             (_TEXT,    [_Result, _TEXT]),
    "parley_result_unit":              (_TEXT,    [_Result, _TEXT]),
    "parley_result_agreement_rate":    (_F64,     [_Result]),
    "parley_result_summary":           ("status", [_Result, _TEXT, _P(Summary)]),
    "parley_result_quantile":          ("status", [_Result, _TEXT, _F64, _P(_F64)]),
    "parley_result_labels":            (_SIZE,    [_Result, _TEXT]),
    "parley_result_label_at":          (_TEXT,    [_Result, _TEXT, _SIZE]),
    "parley_result_share":             ("status", [_Result, _TEXT, _TEXT, _P(_F64)]),
    "parley_result_json":              ("status", [_Result, _P(_TEXT)]),
    "parley_result_csv":               ("status", [_Result, _P(_TEXT)]),
    "parley_result_save":              ("status", [_Result, _P(_TEXT), _P(_SIZE)]),
    "parley_result_load":              ("status", [_TEXT, _SIZE, _P(_Result)]),
    "parley_result_merge":             ("status", [_Result, _Result]),
    "parley_comparison_destroy":       (None,     [_Comparison]),
    "parley_comparison_count":         (_SIZE,    [_Comparison]),
    "parley_comparison_result":        (_Result,  [_Comparison, _SIZE]),
    "parley_comparison_difference":    ("status", [_Comparison, _SIZE, _TEXT, _P(Difference)]),
    "parley_comparison_json":          ("status", [_Comparison, _P(_TEXT)]),
    "parley_comparison_csv":           ("status", [_Comparison, _P(_TEXT)]),
    "parley_report_destroy":           (None,     [_Report]),
    "parley_report_json":              ("status", [_Report, _P(_TEXT)]),
    "parley_report_text":              ("status", [_Report, _P(_TEXT)]),
    "parley_trace":                    ("status", [_Scenario, _P(RunDef), _U64, _P(_Report)]),
    "parley_notes":                    ("status", [_Scenario, _P(_TEXT)]),
    "parley_frontier":                 ("status", [_Scenario, _P(FrontierDef), _P(_Report)]),
    "parley_power":                    ("status", [_Scenario, _P(PowerDef), _P(_Report)]),
    "parley_stability":                ("status", [_Scenario, _P(StabilityDef), _P(_Report)]),
    "parley_voting_power":             ("status", [_P(VotingDef), _P(VotingIndex), _SIZE]),
    "parley_conflict_stability":       ("status", [_P(ConflictDef), _P(_U32), _SIZE]),
    "parley_text_destroy":             (None,     [_TEXT]),
    "parley_version":                  (_TEXT,    []),
    "parley_status_name":              (_TEXT,    [C.c_int]),
    "parley_last_error":               (Error,    []),
    **{f"parley_{kind}_def_init": ("status", [_P(mirror), _SIZE]) for kind, mirror in _DEFS.items()},
}

# What a protocol asks of its sitting: short calls, for which letting go of the interpreter's lock would cost more
# than it gives.
_SITTING_SIGNATURES: dict[str, tuple[Any, list[Any]]] = {
    "parley_sitting_parties":    (_SIZE, [_Sitting]),
    "parley_sitting_issues":     (_SIZE, [_Sitting]),
    "parley_sitting_options":    (_SIZE, [_Sitting, _SIZE]),
    "parley_sitting_party_id":   (_TEXT, [_Sitting, _SIZE]),
    "parley_sitting_issue_id":   (_TEXT, [_Sitting, _SIZE]),
    "parley_sitting_power":      (_F64,  [_Sitting, _SIZE]),
    "parley_sitting_no_deal":    (_F64,  [_Sitting, _SIZE]),
    "parley_sitting_discount":   (_F64,  [_Sitting, _SIZE]),
    "parley_sitting_utility":    (_F64,  [_Sitting, _SIZE, _PACKAGE]),
    "parley_sitting_acceptable": (_BOOL, [_Sitting, _SIZE, _PACKAGE]),
    "parley_sitting_uniform":    (_F64,  [_Sitting, _U32]),
    "parley_sitting_trial":      (_U64,  [_Sitting]),
}
# fmt: on


def text(value: bytes | None) -> str:
    """A text of the library as Python has it; bytes that are not UTF-8 survive the way there and back."""
    return (value or b"").decode("utf-8", "surrogateescape")


def _some_text(value: bytes | None) -> str | None:
    return None if value is None else text(value)


def _check(status: int, function: Any, arguments: Any) -> Any:
    if status:
        e = lib.parley_last_error()
        raise errors.from_status(
            text(lib.parley_status_name(status)),
            text(e.message),
            _some_text(e.file),
            _some_text(e.pointer),
            e.line,
            e.column,
            e.trial,
        )
    return arguments


def _file_names() -> list[str]:
    return {"darwin": ["libparley.dylib"], "win32": ["parley.dll", "libparley.dll"]}.get(sys.platform, ["libparley.so"])


def _candidates() -> list[str]:
    """Where the library may be, in order. A library that was asked for by name is the only one."""
    asked = os.environ.get("PARLEY_LIBRARY")
    if asked:
        return [asked]
    beside = Path(__file__).resolve().parent
    places = [str(beside / name) for name in _file_names()]
    places += [str(Path(sys.prefix) / "lib" / name) for name in _file_names()]
    installed = ctypes.util.find_library("parley")
    return places + [installed or _file_names()[0]]


def _load() -> C.CDLL:
    tried = []
    for place in _candidates():
        try:
            return C.CDLL(place)
        except OSError as error:
            tried.append(f"  {place}: {error}")
    raise ImportError(
        "parley: the shared library was not found. Set PARLEY_LIBRARY to the path of libparley.so, install the "
        "library (cmake --install), or install this package from a checkout (pip install bindings/python). "
        "Tried:\n" + "\n".join(tried)
    )


def _declare(handle: Any, signatures: dict[str, tuple[Any, list[Any]]]) -> None:
    for name, (answer, arguments) in signatures.items():
        try:
            function = getattr(handle, name)
        except AttributeError:
            raise ImportError(
                f"parley: {handle._name} has no {name}; library and package are of different versions"
            ) from None
        function.argtypes = arguments
        if answer == "status":
            function.restype = C.c_int
            function.errcheck = _check
        else:
            function.restype = answer


def _handshake(handle: Any) -> None:
    """Compare every mirrored struct with the library's own: names, offsets, sizes, and that none is missing."""
    if not hasattr(handle, "parley_layout"):
        raise ImportError(
            f"parley: {handle._name} has no parley_layout; it is not the library of this package's version"
        )
    handle.parley_layout.restype = _P(LayoutRow)
    handle.parley_layout.argtypes = [_P(_SIZE)]
    count = C.c_size_t()
    rows = handle.parley_layout(C.byref(count))
    wanted = {(name, "") for name in MIRRORS} | {
        (name, field[0]) for name, m in MIRRORS.items() for field in m._fields_
    }
    for i in range(count.value):
        owner, name, place = text(rows[i].owner), text(rows[i].name), (rows[i].offset, rows[i].size)
        mirror = MIRRORS.get(owner)
        field = getattr(mirror, name, None) if mirror and name else None
        mine = (field.offset, field.size) if field else (0, C.sizeof(mirror)) if mirror and not name else None
        if mine != place:
            raise ImportError(
                f"parley: {owner}{'.' * bool(name)}{name} differs from {handle._name}: (offset, size) is {place} "
                f"there, {mine} here; library and package are of different versions"
            )
        wanted.discard((owner, name))
    if wanted:
        raise ImportError(f"parley: {handle._name} does not know {'.'.join(sorted(wanted)[0])}")


lib: Any = _load()
_handshake(lib)
_declare(lib, _SIGNATURES)
sitting_lib: Any = C.PyDLL(None, handle=lib._handle)
_declare(sitting_lib, _SITTING_SIGNATURES)

version = text(lib.parley_version())


def new_def(kind: str) -> Any:
    """A definition with its defaults."""
    definition = _DEFS[kind]()
    getattr(lib, f"parley_{kind}_def_init")(C.byref(definition), C.sizeof(definition))
    return definition


def text_of(function: Callable[..., Any], *arguments: Any) -> str:
    """The text that a function hands out through a trailing ``char **``."""
    out = C.c_char_p()
    function(*arguments, C.byref(out))
    try:
        return text(out.value)
    finally:
        lib.parley_text_destroy(out)


def sized_text_of(function: Callable[..., Any], *arguments: Any) -> bytes:
    """The same for a function that also tells the size."""
    out, size = C.c_char_p(), C.c_size_t()
    function(*arguments, C.byref(out), C.byref(size))
    try:
        return C.string_at(out, size.value)
    finally:
        lib.parley_text_destroy(out)


def texts(values: list[bytes]) -> Any:
    """An array of C strings that keeps them alive."""
    return (C.c_char_p * len(values))(*values)


def numbers(values: list[float]) -> Any:
    """An array of doubles."""
    return (C.c_double * len(values))(*values)
