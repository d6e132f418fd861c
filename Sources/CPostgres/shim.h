// SPDX-License-Identifier: Apache-2.0
// Makes libpq visible to Swift. Macros that Swift cannot import become functions here; nothing else.
#ifndef ROOST_CPOSTGRES_SHIM_H
#define ROOST_CPOSTGRES_SHIM_H

#include <libpq-fe.h>

// The five letters that say what kind of error it was.
static inline const char *roost_pq_state(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_SQLSTATE);
}

#endif
