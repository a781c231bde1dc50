"""``kubectl apply -f``: several files, several documents, each created, configured or left unchanged.

One bad document does not stop the others. What kubectl prints goes to ``stdout`` and ``stderr``; every mistake comes back
as a Problem with its place in the text as well.
Mirrors staging/src/k8s.io/kubectl/pkg/cmd/apply/{apply,patcher}.go.

    apply([File("service.yaml", text)], api)      # does it
    check([File("service.yaml", text)], api)      # says what would be wrong, and changes nothing
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from nodeport_lab.cluster.apiserver.patch import BadPatch
from nodeport_lab.cluster.apiserver.server import Answer, ApiServer
from nodeport_lab.cluster.apiserver.status import Status
from nodeport_lab.cluster.gotext import encode
from nodeport_lab.cluster.kubectl.errors import Error, FromServer, Plain, aggregate, printed, while_doing
from nodeport_lab.cluster.kubectl.lastapplied import LAST_APPLIED, annotated, loaded, to_create
from nodeport_lab.cluster.kubectl.locally import patched
from nodeport_lab.cluster.kubectl.placing import Places, path_of
from nodeport_lab.cluster.kubectl.printed import Placed, Printed
from nodeport_lab.cluster.kubectl.reading import File, Info, Unreadable, infos, is_simulated, struct_of
from nodeport_lab.cluster.kubectl.threeway import three_way
from nodeport_lab.cluster.objects import Key, Obj
from nodeport_lab.cluster.problem import FieldPath, Problem, go_quote

__all__ = ["File", "apply", "check"]

DryRun = Literal["none", "client", "server"]
# Deeper than any type of the API.
_DEEP = 100
_SUFFIX: dict[DryRun, str] = {"none": "", "client": " (dry run)", "server": " (server dry run)"}
_RENAMED = "At least one of apiVersion, kind and name was changed"
_NO_ANNOTATION = (
    "Warning: resource {resource}/{name} is missing the {annotation} annotation which is required by kubectl apply. "
    "kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or "
    "kubectl apply. The missing annotation will be patched automatically."
)


def apply(
    files: Sequence[File],
    api: ApiServer,
    *,
    namespace: str = "default",
    enforce: bool = False,
    dry_run: DryRun = "none",
) -> Printed:
    """Applies every object of every file. ``enforce``: ``namespace`` was asked for, and no object may say another."""
    return _Run(api, namespace, enforce, dry_run).run(files)


def check(files: Sequence[File], api: ApiServer, *, namespace: str = "default") -> tuple[Placed, ...]:
    """What would be wrong with applying the files, warnings included; ``api`` stays as it is."""
    return apply(files, api.fork(), namespace=namespace).problems


class _Run:
    def __init__(self, api: ApiServer, namespace: str, enforce: bool, dry_run: DryRun) -> None:
        self.api, self.namespace, self.enforce, self.dry_run = api, namespace, enforce, dry_run
        self.out: list[str] = []
        self.err: list[str] = []
        self.places = Places()
        self.objects: list[Obj] = []

    def run(self, files: Sequence[File]) -> Printed:
        errors: list[Error] = []
        unreadable: list[Error] = []
        wanted: list[Info] = []
        for file in files:
            for found in infos(file, self.namespace):
                if isinstance(found, Unreadable):
                    unreadable.append(found.error)
                    self.places.add(found, found.problems)
                elif problem := self._foreign(found):
                    unreadable.append(Plain(problem.message))
                    self.places.add(found, (problem,))
                else:
                    wanted.append(found)
                self.places.doubt(found)
        if told := aggregate(unreadable):
            errors.append(told)
        if not wanted and not errors:
            return Printed(1, "", "error: no objects passed to apply\n", tuple(self.places.all))
        for info in wanted:
            if (error := self._apply(info)) is not None:
                errors.append(error)
        told = aggregate(errors)
        text = "".join(f"{line}\n" for line in self.err) + (printed(told) if told else "")
        return Printed(
            1 if told else 0, "".join(self.out), text, tuple(self.places.all), objects=tuple(self.objects)
        )

    def _foreign(self, info: Info) -> Problem | None:
        """RequireNamespace: the object is for another namespace than the one that was asked for."""
        if not self.enforce or not info.resource.namespaced or info.namespace == self.namespace:
            return None
        words = (
            f"the namespace from the provided object {go_quote(info.namespace)} does not match the namespace "
            f"{go_quote(self.namespace)}. You must pass '--namespace={info.namespace}' to perform this operation."
        )
        path = FieldPath.of("metadata", "namespace")
        params = {"field": str(path), "value": info.namespace, "namespace": self.namespace}
        return Problem("namespace-mismatch", words, path, params=params)

    # One object

    def _apply(self, info: Info) -> Error | None:
        """applyOneObject."""
        if not info.name:
            return self._nameless(info)
        for field, what, text in (
            ("namespace", "namespace", info.namespace),
            ("name", "resource name", info.name),
        ):
            if faults := _path_segment_faults(text):
                return self._cannot_ask(info, field, f"invalid {what} {go_quote(text)}: {faults}", text)
        if not is_simulated(info.resource):
            return self._not_simulated(info)
        current = self.api.get(Key(info.resource.name, info.namespace, info.name))
        # What is nested deeper than any type goes is refused by the decoder, which is all that has to be found out.
        if current is None or info.document.depth > _DEEP:
            return self._create(info)
        return self._patch(info, current)

    def _create(self, info: Info) -> Error | None:
        wanted = info.obj if info.document.depth > _DEEP else to_create(annotated(info.obj))
        if self.dry_run == "client":
            self._say(info, "created", wanted)
            return None
        answer = self.api.create(wanted, dry_run=self.dry_run == "server")
        self._warn(info, answer)
        if answer.status is not None:
            return while_doing("creating", info.file, self._refused(info, answer.status))
        self._say(info, "created", answer.obj or wanted)
        return None

    def _patch(self, info: Info, current: Obj) -> Error | None:
        original = current["metadata"].get("annotations", {}).get(LAST_APPLIED)
        if original is None:
            words = {"resource": info.resource.name, "name": info.name, "annotation": LAST_APPLIED}
            self.err.append(_NO_ANNOTATION.format(**words))
        if info.obj["kind"] != current["kind"]:
            # `kind: service` finds the resource, yet no type is registered by that name: kubectl falls back to a JSON merge
            # patch, which may not change the kind (`buildMergePatch` in pkg/cmd/apply/patcher.go).
            return self._no_patch(info, original or "", current, BadPatch(_RENAMED), told=False)
        try:
            patch = three_way(loaded(original), annotated(info.obj), current, struct_of(info.resource))
        except BadPatch as bad:
            return self._no_patch(info, original or "", current, bad)
        text = encode(patch)
        new = current
        if patch and self.dry_run == "client":
            here = patched(current, patch)
            new = current if isinstance(here, Status) else here
        elif patch:
            key = Key(info.resource.name, info.namespace, info.name)
            answer = self.api.patch(key, patch, dry_run=self.dry_run == "server")
            self._warn(info, answer)
            if answer.status is not None:
                error = while_doing("patching", info.file, self._refused(info, answer.status))
                return while_doing(
                    f"applying patch:\n{text}\nto:\n{info.described()}\nfor:", info.file, error
                )
            new = answer.obj or current
        if "deletionTimestamp" in new["metadata"]:
            self.err.append(
                f"Warning: Detected changes to resource {info.name} which is currently being deleted."
            )
        self._say(info, "configured" if patch else "unchanged", new)
        return None

    def _nameless(self, info: Info) -> Error:
        metadata = info.obj.get("metadata")
        generated = metadata.get("generateName") if isinstance(metadata, dict) else None
        if isinstance(generated, str) and generated:
            words = f"from {generated}: cannot use generate name with apply"
            path = FieldPath.of("metadata", "generateName")
            problem = Problem(
                "generate-name-with-apply", words, path, params={"field": str(path), "value": generated}
            )
            self.places.add(info, (problem,))
            return Plain(words)
        words = "resource name may not be empty"
        path = FieldPath.of("metadata", "name")
        problem = Problem(
            "name-missing", words, path, params={"field": str(path), "kind": info.resource.kind}
        )
        self.places.add(info, (problem,))
        doing = f"retrieving current configuration of:\n{info.described()}\nfrom server for:"
        return while_doing(doing, info.file, Plain(words))

    def _cannot_ask(self, info: Info, field: str, words: str, value: str) -> Error:
        """The name or the namespace cannot stand in a URL: the client does not even ask for the object."""
        doing = f"retrieving current configuration of:\n{info.described()}\nfrom server for:"
        path = FieldPath.of("metadata", field)
        problem = Problem("name-not-a-path-segment", words, path, params={"field": str(path), "value": value})
        self.places.add(info, (problem,))
        return while_doing(doing, info.file, Plain(words))

    def _not_simulated(self, info: Info) -> Error:
        kind = info.resource.kind
        words = f"{kind} ({info.resource.api_version}) exists in Kubernetes but is not simulated here"
        params = {"kind": kind, "version": info.resource.api_version, "field": "kind"}
        self.places.add(info, (Problem("kind-not-simulated", words, FieldPath.of("kind"), params=params),))
        return Plain(words)

    def _no_patch(
        self, info: Info, original: str, current: Obj, bad: BadPatch, *, told: bool = True
    ) -> Error:
        """The change cannot be told as a patch; kubectl shows all three, each as it is encoded, newline included."""
        modified = f"{encode(annotated(info.obj))}\n"
        states = f"original:\n{original}\nmodified:\n{modified}\ncurrent:\n{encode(current)}\n"
        problem = Problem("bad-patch", str(bad), FieldPath.of("spec"), params={"reason": str(bad)})
        if info.obj["kind"] != current["kind"]:
            params = {"kind": info.obj["kind"], "meant": current["kind"], "field": "kind"}
            params |= {"version": info.resource.version}
            problem = Problem("kind-case", str(bad), FieldPath.of("kind"), params=params)
        self.places.add(info, (problem,))
        # It tries with the published schema first, says so if that knows the type, and then with the types that it has itself.
        if told:
            self.err.append(f"warning: error calculating patch from openapi v3 spec: {bad}")
        error = while_doing("patching", info.file, Plain(f"creating patch with:\n{states}\nfor: {bad}"))
        return while_doing(f"applying patch:\n\nto:\n{info.described()}\nfor:", info.file, error)

    # What comes of it

    def _say(self, info: Info, what: str, obj: Obj) -> None:
        self.objects.append(obj)
        group = f".{info.resource.group}" if info.resource.group else ""
        self.out.append(f"{info.obj['kind'].lower()}{group}/{info.name} {what}{_SUFFIX[self.dry_run]}\n")

    def _warn(self, info: Info, answer: Answer) -> None:
        for warning in answer.warnings:
            # kubectl's warning writer says the same thing once.
            if (line := f"Warning: {warning}") not in self.err:
                self.err.append(line)
            path = path_of(warning)
            problem = Problem(
                "server-warning", warning, path, severity="warning", params={"field": str(path or "")}
            )
            self.places.add(info, (problem,))

    def _refused(self, info: Info, status: Status) -> Error:
        self.places.add(info, status.explained or status.problems)
        return FromServer(status, status.message)


def _path_segment_faults(name: str) -> str:
    """IsValidPathSegmentName: the client itself refuses to ask for such a name; empty where it does not."""
    if name in (".", ".."):
        return f"[may not be '{name}']"
    faults = [f"may not contain '{char}'" for char in "/%" if char in name]
    return f"[{' '.join(faults)}]" if faults else ""
