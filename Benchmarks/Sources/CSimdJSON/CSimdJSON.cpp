#include "CSimdJSON.h"

#include <new>
#include <simdjson.h>
#include <string>

struct simdjson_reader {
    simdjson::dom::parser parser;
};

extern "C" {

simdjson_reader *simdjson_open(void) { return new (std::nothrow) simdjson_reader; }

void simdjson_close(simdjson_reader *reader) { delete reader; }

size_t simdjson_padding(void) { return simdjson::SIMDJSON_PADDING; }

const char *simdjson_version(void) { return SIMDJSON_STRINGIFY(SIMDJSON_VERSION); }

const char *simdjson_instructions(void) {
    static const std::string name = simdjson::get_active_implementation()->name();
    return name.c_str();
}

int64_t simdjson_parse(simdjson_reader *reader, const char *text, size_t length) {
    simdjson::dom::element root;
    // The padding is there, so it need not copy the text first.
    if (reader->parser.parse(text, length, false).get(root) != simdjson::SUCCESS) { return -1; }
    simdjson::dom::object object;
    if (root.get(object) == simdjson::SUCCESS) { return int64_t(object.size()); }
    simdjson::dom::array array;
    if (root.get(array) == simdjson::SUCCESS) { return int64_t(array.size()); }
    return 0;
}

}
