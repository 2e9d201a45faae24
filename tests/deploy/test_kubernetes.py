"""The manifests of deploy/kubernetes follow the schemas of Kubernetes and say what Compose says."""

from __future__ import annotations

import re
import tomllib
import warnings
from pathlib import Path
from typing import Any

import pytest
import yaml

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of its own imports
    import kubernetes_validate  # type: ignore[import-untyped]

from graph.secret_files import is_secret
from graph.settings import Settings, variable

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "deploy" / "kubernetes"
PAGE = (ROOT / "docs" / "kubernetes.md").read_text(encoding="utf-8")
VERSIONS = ("1.33", "1.35", "1.37")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
DOCUMENTS: list[tuple[str, dict[str, Any]]] = [
    (path.name, document)
    for path in sorted(FOLDER.glob("*.yaml"))
    for document in yaml.safe_load_all(path.read_text(encoding="utf-8"))
]
NAMES = [f"{name}-{document['kind']}-{document['metadata']['name']}" for name, document in DOCUMENTS]


def only(kind: str, name: str) -> dict[str, Any]:
    (found,) = [each for _, each in DOCUMENTS if (each["kind"], each["metadata"]["name"]) == (kind, name)]
    return found


CONFIGURATION: dict[str, str] = only("ConfigMap", "learning-sites")["data"]
PODS: dict[str, dict[str, Any]] = {
    "api": only("Deployment", "learning-sites-api")["spec"]["template"],
    "loader": only("CronJob", "learning-sites-loader")["spec"]["jobTemplate"]["spec"]["template"],
}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("file", "document"), DOCUMENTS, ids=NAMES)
def test_a_manifest_follows_the_schema(file: str, document: dict[str, Any], version: str) -> None:
    kubernetes_validate.validate(document, version, strict=True)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("spec", "replicas"), "one"),
        (("spec", "template", "spec", "containers", 0, "imagge"), "x"),
        (("spec", "template", "spec", "containers", 0, "readinessProbe", "httpGet", "port"), None),
    ],
)
def test_the_schema_refuses_what_is_wrong(path: tuple[str | int, ...], value: object) -> None:
    document = yaml.safe_load(yaml.safe_dump(only("Deployment", "learning-sites-api")))
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(document, VERSIONS[-1], strict=True)


def test_every_setting_is_one_of_ours_and_no_secret_is_a_variable() -> None:
    files = {f"{variable(name)}_FILE" for name, field in Settings.model_fields.items() if is_secret(field)}
    assert CONFIGURATION.keys() <= {variable(name) for name in Settings.model_fields} | files
    assert not CONFIGURATION.keys() & {each.removesuffix("_FILE") for each in files}
    settings = {name: value for name, value in CONFIGURATION.items() if not name.endswith("_FILE")}
    for pod in PODS.values():
        assert "env" not in container(pod)
    by_name = {variable(name): name for name in Settings.model_fields}
    read = Settings.model_validate({by_name[name]: value for name, value in settings.items()})
    assert read.neo4j_uri is not None
    assert read.open_reading is False


@pytest.mark.parametrize(
    ("name", "volume", "of"), [("keys", "home", "api"), ("incoming", "incoming", "loader")]
)
def test_a_pod_for_a_person_has_the_volume_and_rights_of_the_one_that_uses_it(
    name: str, volume: str, of: str
) -> None:
    pod = only("Pod", f"learning-sites-{name}")
    assert held(pod, volume) == held(PODS[of], volume)
    assert container(pod)["securityContext"] == container(PODS[of])["securityContext"]
    assert pod["spec"]["securityContext"] == PODS[of]["spec"]["securityContext"]
    applied = PAGE.index(f"-f {name}.yaml"), PAGE.index(f"pod/learning-sites-{name}")
    assert applied == tuple(sorted(applied))
    assert applied[1] < PAGE.index(f"kubectl delete -f {name}.yaml")


def test_the_pods_use_each_volume() -> None:
    claims = {each["metadata"]["name"] for _, each in DOCUMENTS if each["kind"] == "PersistentVolumeClaim"}
    used = {
        volume["persistentVolumeClaim"]["claimName"]
        for one in (only("Pod", "learning-sites-keys"), *PODS.values())
        for volume in one["spec"]["volumes"]
        if "persistentVolumeClaim" in volume
    }
    assert used == claims


def test_the_first_log_and_the_first_key_are_there_before_they_are_needed() -> None:
    assert PAGE.index("kubectl cp requests.csv") < PAGE.index("kubectl create job first-load")
    keys = PAGE.index("kubectl exec learning-sites-keys")
    assert PAGE.index("-f keys.yaml") < keys < PAGE.index("kubectl apply -f api.yaml")


def held(pod: dict[str, Any], volume: str) -> tuple[Any, ...]:
    """A volume of a pod, and where its container has it."""
    places = pod["spec"]["volumes"], container(pod)["volumeMounts"]
    return tuple(next(each for each in place if each["name"] == volume) for place in places)


def container(pod: dict[str, Any]) -> dict[str, Any]:
    (only_one,) = pod["spec"]["containers"]
    found: dict[str, Any] = only_one
    return found


@pytest.mark.parametrize("name", PODS)
def test_a_pod_is_as_closed_as_the_service_of_compose(name: str) -> None:
    pod, service = PODS[name]["spec"], COMPOSE["services"][name]
    assert container(PODS[name])["securityContext"] == {
        "readOnlyRootFilesystem": service["read_only"],
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": service["cap_drop"]},
    }
    user, group = (int(each) for each in service["user"].split(":"))
    assert (pod["securityContext"]["runAsUser"], pod["securityContext"]["runAsGroup"]) == (user, group)
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    assert not {"hostNetwork", "hostPID", "hostIPC"} & pod.keys()


@pytest.mark.parametrize("name", PODS)
def test_a_pod_has_the_image_the_limits_and_the_period_of_compose(name: str) -> None:
    one, service = container(PODS[name]), COMPOSE["services"][name]
    assert one["image"] == service["image"]
    limits = service["deploy"]["resources"]["limits"]
    assert f"{one['resources']['limits']['memory'][:-1].lower()}" == re.sub(
        r"\$\{\w+:-|\}", "", limits["memory"]
    )
    assert one["resources"]["limits"]["cpu"] == re.sub(r"\$\{\w+:-|\}", "", limits["cpus"])
    grace = PODS[name]["spec"]["terminationGracePeriodSeconds"]
    assert grace == (
        int(service["stop_grace_period"].removesuffix("s")) if "stop_grace_period" in service else 180
    )
    mounted = {each["mountPath"] for each in one["volumeMounts"]}
    paths = {each.rpartition(":")[2] for each in service["volumes"]}
    assert mounted == paths | {"/tmp", "/run/secrets/learning-sites"}
    assert one.get("command") == service.get("command")


def test_probes_ask_a_host_that_is_allowed_on_the_port_of_the_service() -> None:
    one = container(PODS["api"])
    (port,) = one["ports"]
    assert str(port["containerPort"]) == CONFIGURATION["PORT"]
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        asked = one[probe]["httpGet"]
        (host,) = [each["value"] for each in asked["httpHeaders"] if each["name"] == "Host"]
        assert host in CONFIGURATION["LEARNING_SITES_ALLOWED_HOSTS"].split(",")
        assert asked["port"] == port["name"]
    # A database that is away must not end the process, which finds it again by itself.
    assert one["livenessProbe"]["httpGet"]["path"] == "/livez"
    assert one["readinessProbe"]["httpGet"]["path"] == one["startupProbe"]["httpGet"]["path"] == "/readyz"


def test_service_and_policies_select_the_pods() -> None:
    labels = {name: pod["metadata"]["labels"] for name, pod in PODS.items()}
    assert only("Service", "learning-sites-api")["spec"]["selector"] == labels["api"]
    deployment = only("Deployment", "learning-sites-api")["spec"]
    assert deployment["selector"]["matchLabels"] == labels["api"]
    both = only("NetworkPolicy", "learning-sites")["spec"]
    assert all(both["podSelector"]["matchLabels"].items() <= each.items() for each in labels.values())
    assert both["policyTypes"] == ["Ingress", "Egress"]
    assert "ingress" not in both
    assert {port["port"] for rule in both["egress"] for port in rule["ports"]} == {53, 7687}
    assert only("NetworkPolicy", "learning-sites-api")["spec"]["podSelector"]["matchLabels"] == labels["api"]


def test_the_password_is_a_file_of_the_secret() -> None:
    (key,) = only("Secret", "learning-sites")["stringData"]
    for pod in PODS.values():
        (mount,) = [each for each in container(pod)["volumeMounts"] if each["name"] == "secret"]
        assert CONFIGURATION["NEO4J_PASSWORD_FILE"] == f"{mount['mountPath']}/{key}"
        (volume,) = [each for each in pod["spec"]["volumes"] if each["name"] == "secret"]
        assert volume["secret"]["secretName"] == "learning-sites"
    assert f"--from-file={key}" in PAGE


def test_a_night_is_not_repeated_for_what_a_repetition_does_not_change() -> None:
    job = only("CronJob", "learning-sites-loader")["spec"]["jobTemplate"]["spec"]
    (rule,) = job["podFailurePolicy"]["rules"]
    assert rule["onExitCodes"]["values"] == [2, 3]
    assert rule["onExitCodes"]["containerName"] == container(PODS["loader"])["name"]
    assert job["template"]["spec"]["restartPolicy"] == "Never"  # the policy needs it


def test_the_page_names_every_file_and_applies_each() -> None:
    files = {path.name for path in FOLDER.glob("*.yaml")}
    assert set(re.findall(r"`deploy/kubernetes/([\w.-]+\.yaml)`", PAGE)) == files
    applied = set(re.findall(r"-f ([\w.-]+\.yaml)", PAGE))
    assert applied == files - {"secret.example.yaml"}


def test_the_image_is_that_of_the_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pods = [*(only("Pod", f"learning-sites-{name}") for name in ("keys", "incoming")), *PODS.values()]
    assert {container(pod)["image"] for pod in pods} == {f"{project['name']}:{project['version']}"}
