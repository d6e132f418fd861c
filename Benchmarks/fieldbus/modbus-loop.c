// SPDX-License-Identifier: Apache-2.0
// The reference that Roost's field bus is measured against: libmodbus and nothing else.
//   modbus-loop serve FIRST_PORT DEVICES            devices that answer any read, one port each, one thread
//   modbus-loop poll FIRST_PORT DEVICES COUNT SECONDS PERIOD_MS
// `poll` reads COUNT input registers of unit 1 of every device in turn, at a period or flat out (0), and prints
// cycles, registers, errors, the reply times and its processor time as one JSON line.
// It must never do more than a tight loop of libmodbus calls needs.

#include <errno.h>
#include <modbus/modbus.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST_DEVICES = 64, MOST_CLIENTS = 256, MOST_TIMES = 8000000 };

static double seconds_now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double processor_seconds(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_utime.tv_sec + (double)usage.ru_stime.tv_sec
        + ((double)usage.ru_utime.tv_usec + (double)usage.ru_stime.tv_usec) / 1e6;
}

static int fail(const char *what) {
    fprintf(stderr, "modbus-loop: %s: %s\n", what, modbus_strerror(errno));
    return 1;
}

// One thread answers all devices, so that the server costs both sides the same.
static int serve(int first_port, int devices) {
    struct pollfd entries[MOST_DEVICES + MOST_CLIENTS];
    modbus_t *contexts[MOST_DEVICES];
    int owners[MOST_DEVICES + MOST_CLIENTS];
    int used = 0;
    modbus_mapping_t *mapping = modbus_mapping_new(2000, 2000, 1000, 1000);
    if (mapping == NULL) return fail("no memory");
    for (int i = 0; i < 1000; i++) mapping->tab_input_registers[i] = mapping->tab_registers[i] = (uint16_t)i;
    for (int i = 0; i < devices; i++) {
        contexts[i] = modbus_new_tcp("127.0.0.1", first_port + i);
        int listener = contexts[i] == NULL ? -1 : modbus_tcp_listen(contexts[i], 8);
        if (listener < 0) return fail("cannot listen");
        entries[used] = (struct pollfd){.fd = listener, .events = POLLIN};
        owners[used++] = i;
    }
    puts("ready");
    fflush(stdout);
    uint8_t query[MODBUS_TCP_MAX_ADU_LENGTH];
    for (;;) {
        if (poll(entries, (nfds_t)used, -1) < 0 && errno != EINTR) return fail("poll");
        int known = used;
        for (int i = 0; i < known; i++) {
            if (entries[i].fd < 0 || entries[i].revents == 0) continue;
            modbus_t *context = contexts[owners[i]];
            if (i < devices) {
                int listener = entries[i].fd;
                int client = modbus_tcp_accept(context, &listener);
                if (client < 0) continue;
                int place = devices;
                while (place < used && entries[place].fd >= 0) place++;
                if (place == MOST_DEVICES + MOST_CLIENTS) { close(client); continue; }
                entries[place] = (struct pollfd){.fd = client, .events = POLLIN};
                owners[place] = owners[i];
                if (place == used) used++;
            } else {
                modbus_set_socket(context, entries[i].fd);
                int length = modbus_receive(context, query);
                if (length < 0 || modbus_reply(context, query, length, mapping) < 0) {
                    close(entries[i].fd);
                    entries[i].fd = -1;
                }
            }
        }
    }
}

static int by_size(const void *left, const void *right) {
    float a = *(const float *)left, b = *(const float *)right;
    return (a > b) - (a < b);
}

static int poll_devices(int first_port, int devices, int count, double seconds, int period_ms) {
    modbus_t *contexts[MOST_DEVICES];
    uint16_t registers[MODBUS_MAX_READ_REGISTERS];
    float *times = malloc(sizeof(float) * MOST_TIMES);
    long cycles = 0, read = 0, errors = 0, noted = 0;
    if (times == NULL) return fail("no memory");
    for (int i = 0; i < devices; i++) {
        contexts[i] = modbus_new_tcp("127.0.0.1", first_port + i);
        if (contexts[i] == NULL || modbus_connect(contexts[i]) != 0) return fail("cannot connect");
        modbus_set_slave(contexts[i], 1);
    }
    struct timespec next;
    clock_gettime(CLOCK_MONOTONIC, &next);
    double start = seconds_now(), now = start;
    while (now - start < seconds) {
        for (int i = 0; i < devices; i++) {
            double asked = seconds_now();
            if (modbus_read_input_registers(contexts[i], 0, count, registers) == count) {
                read += count;
                if (noted < MOST_TIMES) times[noted++] = (float)(seconds_now() - asked);
            } else {
                errors++;
            }
        }
        cycles++;
        if (period_ms > 0) {
            next.tv_nsec += (long)period_ms * 1000000L;
            next.tv_sec += next.tv_nsec / 1000000000L;
            next.tv_nsec %= 1000000000L;
            clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
        }
        now = seconds_now();
    }
    double used = processor_seconds();
    qsort(times, (size_t)noted, sizeof(float), by_size);
    printf("{\"cpu_s\":%.4f,\"cycles\":%ld,\"errors\":%ld,\"p50_us\":%.1f,\"p99_us\":%.1f,\"registers\":%ld,"
           "\"seconds\":%.3f}\n",
           used, cycles, errors, noted ? times[noted / 2] * 1e6 : 0.0, noted ? times[noted * 99 / 100] * 1e6 : 0.0,
           read, now - start);
    return errors == 0 ? 0 : 1;
}

int main(int count, char **words) {
    int devices = count > 3 ? atoi(words[3]) : 0;
    if (devices >= 1 && devices <= MOST_DEVICES) {
        if (count == 4 && strcmp(words[1], "serve") == 0) return serve(atoi(words[2]), devices);
        if (count == 7 && strcmp(words[1], "poll") == 0)
            return poll_devices(atoi(words[2]), devices, atoi(words[4]), atof(words[5]), atoi(words[6]));
    }
    fprintf(stderr, "usage: modbus-loop serve FIRST_PORT DEVICES\n"
                    "       modbus-loop poll FIRST_PORT DEVICES COUNT SECONDS PERIOD_MS\n");
    return 64;
}
