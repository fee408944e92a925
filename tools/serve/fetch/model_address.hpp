// serve/fetch/model_address.hpp -- from what POUNCE_MODEL says to a request that a storage answers.
#pragma once

#include <string>
#include <string_view>

#include <serve/fetch/environment.hpp>
#include <serve/fetch/http_client.hpp>

namespace serve::fetch {

/// Whether a text is an address and not a path: s3://, gs://, https:// or http://.
bool is_address(std::string_view model);

/// The request for a model, with the credentials that the cloud gave the function:
///   s3://BUCKET/KEY    signed with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN for AWS_REGION;
///                      AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL: another storage that speaks S3
///   gs://BUCKET/NAME   with a token of the machine's metadata server; STORAGE_EMULATOR_HOST: another storage
///   https://...        as it is: presigned, or with a SAS. Azure's storage without one: with a token of the
///                      function's identity
///
/// `now` is the time in seconds since 1970. Tokens are asked for with `how`.
///
/// Errors  fetch_error, naming the variable that is missing.
http_request request_for(std::string_view model, const environment& variables, const connection_options& how,
                         long long now);

/// The text of one field of a flat JSON object; empty if it is not there.
std::string json_field(std::string_view json, std::string_view name);

} // namespace serve::fetch
