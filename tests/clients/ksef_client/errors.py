"""What an error of the API says."""

from ksef_client.exceptions import KsefApiError


def code(error: KsefApiError) -> int:
    return only(error).exception_code


def description(error: KsefApiError) -> str:
    return only(error).exception_description


def details(error: KsefApiError) -> list[str]:
    return only(error).details


def only(error: KsefApiError):
    assert error.status_code == 400, error
    assert error.exception_response is not None, f"not the default error form: {error.response_body}"
    entries = error.exception_response.exception.exception_detail_list
    assert len(entries) == 1, entries
    return entries[0]
