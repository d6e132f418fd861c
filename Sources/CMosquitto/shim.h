// SPDX-License-Identifier: Apache-2.0
// Makes libmosquitto visible to Swift. Constants that Swift would see as types of their own become functions; nothing
// else.
#ifndef ROOST_CMOSQUITTO_SHIM_H
#define ROOST_CMOSQUITTO_SHIM_H

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <mosquitto.h>
#include <mqtt_protocol.h>

// MQTT 5, and at most `receive_maximum` messages that we have not acknowledged.
static inline int roost_mosquitto_version5(struct mosquitto *link, int receive_maximum) {
    int failed = mosquitto_int_option(link, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5);
    if (failed == MOSQ_ERR_SUCCESS) failed = mosquitto_int_option(link, MOSQ_OPT_TCP_NODELAY, 1);
    if (failed != MOSQ_ERR_SUCCESS || receive_maximum == 0) return failed;
    return mosquitto_int_option(link, MOSQ_OPT_RECEIVE_MAXIMUM, receive_maximum);
}

// A property list with the seconds for which the broker keeps our session.
static inline int roost_mosquitto_keep_session(mosquitto_property **list, unsigned int seconds) {
    return mosquitto_property_add_int32(list, MQTT_PROP_SESSION_EXPIRY_INTERVAL, seconds);
}

#endif
