#include "serve/openapi.h"

#include <nlohmann/json.hpp>

#include "serve/endpoint.h"

namespace hoptrace::serve {
namespace {

using Json = nlohmann::ordered_json;

// Schemas by the names in endpoints(). What stands in the documents is told by docs/page-data.md, not twice.
constexpr std::string_view kSchemas = R"({
  "Problem": {"type":"object","required":["title","status","detail"],
    "properties":{"title":{"type":"string"},"status":{"type":"integer"},"detail":{"type":"string"}}},
  "State": {"type":"object","required":["revision","hunting","records","findings","marks"],
    "properties":{"revision":{"type":"string","description":"another one when documents may differ"},
      "hunting":{"type":"boolean","description":"a hunt writes to the case now"},
      "records":{"type":"integer"},"findings":{"type":"integer"},"marks":{"type":"integer"}}},
  "NewMark": {"type":"object","required":["what","id","mark"],"additionalProperties":false,
    "properties":{"what":{"enum":["finding","hop","rule","host"]},
      "id":{"type":"string","minLength":1,"maxLength":512},
      "mark":{"enum":["seen","false_positive","note","hidden"]},
      "text":{"type":"string","maxLength":4000}}},
  "Mark": {"type":"object","required":["time","who","what","id","mark","text"],
    "properties":{"time":{"type":"string"},"who":{"type":"string"},"what":{"type":"string"},"id":{"type":"string"},
      "mark":{"type":"string"},"text":{"type":"string"}}},
  "Marks": {"type":"array","items":{"$ref":"#/components/schemas/Mark"}},
  "Record": {"type":"object","required":["artifact","offset","fields"],
    "properties":{"artifact":{"type":"integer"},"offset":{"type":"integer"},"time":{"type":["string","null"]},
      "channel":{"type":"string"},"provider":{"type":"string"},"event_id":{"type":"integer"},
      "record_id":{"type":"integer"},"host":{"type":"string"},
      "fields":{"type":"array","items":{"type":"array","prefixItems":[{"type":"string"},{}]}}}},
  "Records": {"type":"array","items":{"$ref":"#/components/schemas/Record"}},
  "Finding": {"type":"object","required":["id","rule"],"description":"as `export --as findings` writes it"},
  "Hop": {"type":"object","required":["id","to"],"description":"as `export --as hops` writes it"},
  "OpenApi": {"type":"object","required":["openapi","paths"]},
  "SignIn": {"type":"object","required":["token"],"properties":{"token":{"type":"string"}}}
})";

Json reference(std::string_view schema) {
  return {{"$ref", "#/components/schemas/" + std::string(schema)}};
}

Json content(std::string_view media_type, std::string_view schema, const Json& schemas) {
  Json body = Json::object();
  if (schemas.contains(schema)) body["schema"] = reference(schema);
  return {{std::string(media_type), std::move(body)}};
}

Json parameter(const Parameter& row, std::string_view in) {
  Json schema = {{"type", row.type}};
  if (!row.pattern.empty()) schema["pattern"] = row.pattern;
  if (row.type == "integer") schema["minimum"] = 0;
  return {{"name", row.name},
          {"in", in},
          {"required", in == "path"},
          {"description", row.description},
          {"schema", std::move(schema)}};
}

Json parameters_of(const Endpoint& endpoint) {
  Json list = Json::array();
  for (const Parameter& row : parameters()) {
    if (endpoint.path.contains("{" + std::string(row.name) + "}")) list.push_back(parameter(row, "path"));
    if (endpoint.query == row.name) list.push_back(parameter(row, "query"));
  }
  return list;
}

std::string operation_id(const Endpoint& endpoint) {
  std::string id(endpoint.method == "POST" ? "post" : "get");
  bool upper = true;
  for (const char c : endpoint.path) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (letter) id += upper && c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
    upper = !letter;
  }
  return id;
}

Json operation(const Endpoint& endpoint, const Json& schemas) {
  const Json refused = {{"description", "refused"},
                        {"content", content("application/problem+json", "Problem", schemas)}};
  Json told = {{"operationId", operation_id(endpoint)}, {"summary", endpoint.summary}};
  if (Json list = parameters_of(endpoint); !list.empty()) told["parameters"] = std::move(list);
  if (!endpoint.sent.empty()) {
    const std::string_view sent_as =
        endpoint.path.starts_with("/api/") ? "application/json" : "application/x-www-form-urlencoded";
    told["requestBody"] = {{"required", true}, {"content", content(sent_as, endpoint.sent, schemas)}};
  }
  const bool adds = endpoint.method == "POST" && endpoint.path.starts_with("/api/");
  told["responses"] = {
      {adds ? "201" : "200",
       {{"description", "done"}, {"content", content(endpoint.media_type, endpoint.schema, schemas)}}},
      {"default", refused}};
  if (endpoint.who == Who::kAnyone) told["security"] = Json::array();
  return told;
}

std::string lower(std::string_view method) {
  std::string out(method);
  for (char& c : out) c = static_cast<char>(c - 'A' + 'a');
  return out;
}

}  // namespace

std::string openapi_document(std::string_view version) {
  const Json schemas = Json::parse(kSchemas);
  Json paths = Json::object();
  for (const Endpoint& endpoint : endpoints())
    paths[std::string(endpoint.path)][lower(endpoint.method)] = operation(endpoint, schemas);
  const Json document = {
      {"openapi", "3.1.0"},
      {"info",
       {{"title", "hoptrace serve"},
        {"version", version},
        {"description",
         "What a hunt keeps in a case, read only but for marks. What is another tenant's is 404, as what is not "
         "there."}}},
      {"servers", Json::array({{{"url", "/"}}})},
      {"security", Json::array({{{"token", Json::array()}}, {{"cookie", Json::array()}}, Json::object()})},
      {"paths", std::move(paths)},
      {"components",
       {{"securitySchemes",
         {{"token", {{"type", "http"}, {"scheme", "bearer"}}},
          {"cookie", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "hoptrace-8440"}}}}},
        {"schemas", schemas}}}};
  return document.dump();
}

}  // namespace hoptrace::serve
