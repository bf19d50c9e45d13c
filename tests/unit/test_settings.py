import pytest

from cic_events.settings import UnsafeSettings, from_environment

GOOD = {
    "CIC_ENV": "production",
    "CIC_SECRET_KEY": "k" * 40,
    "CIC_BASE_URL": "https://cic.example.org",
    "CIC_SMTP_HOST": "mail.example.org",
}


def test_a_safe_production_starts_with_a_host_bound_cookie() -> None:
    assert from_environment(GOOD).cookie == "__Host-cic"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("CIC_SECRET_KEY", "short", "CIC_SECRET_KEY"),
        ("CIC_BASE_URL", "http://cic.example.org", "CIC_BASE_URL"),
        ("CIC_SMTP_HOST", "", "CIC_SMTP_HOST"),
    ],
)
def test_an_unsafe_production_is_refused_by_name(name: str, value: str, said: str) -> None:
    with pytest.raises(UnsafeSettings, match=said):
        from_environment({**GOOD, name: value})


def test_a_password_in_the_clear_is_refused() -> None:
    with pytest.raises(UnsafeSettings, match="CIC_SMTP_SECURITY"):
        from_environment({**GOOD, "CIC_SMTP_USER": "cic"})


def test_a_number_that_is_none_names_its_variable() -> None:
    with pytest.raises(ValueError, match="CIC_SMTP_PORT"):
        from_environment({"CIC_SMTP_PORT": "many"})


def test_development_on_plain_http_uses_another_cookie_name() -> None:
    assert from_environment({}).cookie == "cic"


@pytest.mark.parametrize("name", ["Production", "prod", "live", ""])
def test_an_environment_that_does_not_exist_is_not_taken_for_development(name: str) -> None:
    with pytest.raises(UnsafeSettings, match="CIC_ENV"):
        from_environment({**GOOD, "CIC_ENV": name})
