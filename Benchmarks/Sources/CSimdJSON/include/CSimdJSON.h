// simdjson's DOM parser behind a C interface, as much of it as a benchmark asks for.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct simdjson_reader simdjson_reader;

/// Nothing where there is no memory. To be given back with `simdjson_close`.
simdjson_reader *simdjson_open(void);
void simdjson_close(simdjson_reader *reader);

/// How many bytes simdjson wants to be able to read behind a text.
size_t simdjson_padding(void);

/// The version that was linked, and the instructions that it chose for this machine.
const char *simdjson_version(void);
const char *simdjson_instructions(void);

/// Parses one text into the reader's own memory, forgetting the one before. The children of the root, or -1 where it is
/// no JSON; the padding must be readable behind `length`.
int64_t simdjson_parse(simdjson_reader *reader, const char *text, size_t length);

#ifdef __cplusplus
}
#endif
