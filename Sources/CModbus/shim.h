// SPDX-License-Identifier: Apache-2.0
// Makes libmodbus visible to Swift. Macros that Swift cannot import become functions here; nothing else.
#ifndef ROOST_CMODBUS_SHIM_H
#define ROOST_CMODBUS_SHIM_H

#include <errno.h>
#include <modbus/modbus.h>
#include <sys/epoll.h>

static inline int roost_modbus_bad_crc(void) { return EMBBADCRC; }
static inline int roost_modbus_bad_data(void) { return EMBBADDATA; }
static inline int roost_modbus_too_many_data(void) { return EMBMDATA; }
static inline int roost_modbus_max_adu_length(void) { return MODBUS_MAX_ADU_LENGTH; }

#endif
