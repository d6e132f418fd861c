// SPDX-License-Identifier: Apache-2.0
// The layer of FaultVFS.h. A watched file is a small head with the system's own file behind it; shared memory and
// locks go to the system untouched, so that write-ahead logs work as they do in the field. It must never alter what a
// call carries: it lets it through or refuses it.

#include "FaultVFS.h"

#include <limits.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

struct fault_watch {
    fault_watch *next;
    pthread_mutex_t lock;
    fault_observer observer;
    void *context;
    size_t length;
    char directory[PATH_MAX];
};

// Watches are never freed: files that are still open keep pointing at them. A test process makes a few hundred.
static fault_watch *watches;
static pthread_mutex_t watches_lock = PTHREAD_MUTEX_INITIALIZER;
static sqlite3_vfs *system_vfs;

typedef struct {
    sqlite3_file base;
    fault_watch *watch;
    char path[PATH_MAX];
    // The system's file follows.
} watched_file;

static sqlite3_file *real(sqlite3_file *file) { return (sqlite3_file *)((watched_file *)file + 1); }

static int ask(fault_watch *watch, const fault_call *call) {
    pthread_mutex_lock(&watch->lock);
    int code = watch->observer ? watch->observer(watch->context, call) : SQLITE_OK;
    pthread_mutex_unlock(&watch->lock);
    return code;
}

static int ask_file(sqlite3_file *file, fault_call_kind kind, sqlite3_int64 offset, const void *octets, int count) {
    watched_file *watched = (watched_file *)file;
    fault_call call = {.kind = kind, .path = watched->path, .offset = offset, .octets = octets, .count = count};
    return ask(watched->watch, &call);
}

// The watch of the directory that holds a path; null for the paths of others.
static fault_watch *watch_of(const char *path) {
    if (!path) return NULL;
    pthread_mutex_lock(&watches_lock);
    fault_watch *watch = watches;
    while (watch && !(watch->observer && !strncmp(path, watch->directory, watch->length)
                      && path[watch->length] == '/')) {
        watch = watch->next;
    }
    pthread_mutex_unlock(&watches_lock);
    return watch;
}

// MARK: - Files

static int file_close(sqlite3_file *file) { return real(file)->pMethods->xClose(real(file)); }

static int file_read(sqlite3_file *file, void *octets, int count, sqlite3_int64 offset) {
    int code = ask_file(file, FAULT_CALL_READ, offset, NULL, count);
    if (code == SQLITE_IOERR_SHORT_READ) memset(octets, 0, (size_t)count);
    return code ? code : real(file)->pMethods->xRead(real(file), octets, count, offset);
}

static int file_write(sqlite3_file *file, const void *octets, int count, sqlite3_int64 offset) {
    int code = ask_file(file, FAULT_CALL_WRITE, offset, octets, count);
    return code ? code : real(file)->pMethods->xWrite(real(file), octets, count, offset);
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
    int code = ask_file(file, FAULT_CALL_TRUNCATE, size, NULL, 0);
    return code ? code : real(file)->pMethods->xTruncate(real(file), size);
}

static int file_sync(sqlite3_file *file, int flags) {
    (void)flags;
    return ask_file(file, FAULT_CALL_SYNC, 0, NULL, 0);
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
    return real(file)->pMethods->xFileSize(real(file), size);
}

static int file_lock(sqlite3_file *file, int level) { return real(file)->pMethods->xLock(real(file), level); }

static int file_unlock(sqlite3_file *file, int level) { return real(file)->pMethods->xUnlock(real(file), level); }

static int file_check_lock(sqlite3_file *file, int *answer) {
    return real(file)->pMethods->xCheckReservedLock(real(file), answer);
}

static int file_control(sqlite3_file *file, int operation, void *argument) {
    return real(file)->pMethods->xFileControl(real(file), operation, argument);
}

static int file_sector_size(sqlite3_file *file) { return real(file)->pMethods->xSectorSize(real(file)); }

// No promise of atomic writes is passed on, whatever file system the tests happen to run on.
static int file_characteristics(sqlite3_file *file) {
    return real(file)->pMethods->xDeviceCharacteristics(real(file))
           & (SQLITE_IOCAP_POWERSAFE_OVERWRITE | SQLITE_IOCAP_UNDELETABLE_WHEN_OPEN);
}

static int file_map(sqlite3_file *file, int page, int size, int extend, void volatile **memory) {
    int code = ask_file(file, FAULT_CALL_MAP, 0, NULL, size);
    return code ? code : real(file)->pMethods->xShmMap(real(file), page, size, extend, memory);
}

static int file_map_lock(sqlite3_file *file, int offset, int count, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}

static void file_map_barrier(sqlite3_file *file) { real(file)->pMethods->xShmBarrier(real(file)); }

static int file_unmap(sqlite3_file *file, int is_deleting) {
    return real(file)->pMethods->xShmUnmap(real(file), is_deleting);
}

// Version 2: shared memory, but no mapped database pages, which would pass by xWrite.
static const sqlite3_io_methods watched_methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_lock,
    .xFileControl = file_control,
    .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_characteristics,
    .xShmMap = file_map,
    .xShmLock = file_map_lock,
    .xShmBarrier = file_map_barrier,
    .xShmUnmap = file_unmap,
};

// MARK: - The layer

static int vfs_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out) {
    (void)vfs;
    fault_watch *watch = watch_of(path);
    if (!watch) return system_vfs->xOpen(system_vfs, path, file, flags, out);
    watched_file *watched = (watched_file *)file;
    memset(watched, 0, sizeof *watched);
    if (strlen(path) >= sizeof watched->path) return SQLITE_CANTOPEN;
    strcpy(watched->path, path);
    watched->watch = watch;
    fault_call call = {.kind = FAULT_CALL_OPEN, .path = path, .flags = flags};
    int code = ask(watch, &call);
    if (!code) code = system_vfs->xOpen(system_vfs, path, real(file), flags, out);
    // SQLite closes a file whose methods are set even if its opening failed.
    if (real(file)->pMethods) file->pMethods = &watched_methods;
    return code;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *path, int is_synchronised) {
    (void)vfs;
    fault_watch *watch = watch_of(path);
    fault_call call = {.kind = FAULT_CALL_DELETE, .path = path, .flags = is_synchronised};
    int code = watch ? ask(watch, &call) : SQLITE_OK;
    return code ? code : system_vfs->xDelete(system_vfs, path, watch ? 0 : is_synchronised);
}

static int vfs_access(sqlite3_vfs *vfs, const char *path, int flags, int *answer) {
    (void)vfs;
    return system_vfs->xAccess(system_vfs, path, flags, answer);
}

static int vfs_full_path(sqlite3_vfs *vfs, const char *path, int size, char *full) {
    (void)vfs;
    return system_vfs->xFullPathname(system_vfs, path, size, full);
}

static int vfs_randomness(sqlite3_vfs *vfs, int size, char *octets) {
    (void)vfs;
    return system_vfs->xRandomness(system_vfs, size, octets);
}

static int vfs_sleep(sqlite3_vfs *vfs, int microseconds) {
    (void)vfs;
    return system_vfs->xSleep(system_vfs, microseconds);
}

static int vfs_time(sqlite3_vfs *vfs, double *days) {
    (void)vfs;
    return system_vfs->xCurrentTime(system_vfs, days);
}

static int vfs_last_error(sqlite3_vfs *vfs, int size, char *text) {
    (void)vfs;
    return system_vfs->xGetLastError(system_vfs, size, text);
}

static int vfs_time_milliseconds(sqlite3_vfs *vfs, sqlite3_int64 *milliseconds) {
    (void)vfs;
    return system_vfs->xCurrentTimeInt64(system_vfs, milliseconds);
}

// Extensions are not loaded through this layer: the entries for them stay null, as SQLite allows.
static sqlite3_vfs fault_vfs = {
    .iVersion = 2,
    .zName = "roost-fault",
    .xOpen = vfs_open,
    .xDelete = vfs_delete,
    .xAccess = vfs_access,
    .xFullPathname = vfs_full_path,
    .xRandomness = vfs_randomness,
    .xSleep = vfs_sleep,
    .xCurrentTime = vfs_time,
    .xGetLastError = vfs_last_error,
    .xCurrentTimeInt64 = vfs_time_milliseconds,
};

// Called with the lock of the watches held.
static int install(void) {
    if (system_vfs) return SQLITE_OK;
    sqlite3_vfs *found = sqlite3_vfs_find(NULL);
    if (!found || found->iVersion < 2) return SQLITE_ERROR;
    fault_vfs.szOsFile = (int)sizeof(watched_file) + found->szOsFile;
    fault_vfs.mxPathname = found->mxPathname;
    system_vfs = found;
    return sqlite3_vfs_register(&fault_vfs, 1);
}

fault_watch *fault_vfs_watch(const char *directory, fault_observer observer, void *context) {
    fault_watch *watch = calloc(1, sizeof *watch);
    if (!watch || !realpath(directory, watch->directory)) {
        free(watch);
        return NULL;
    }
    watch->length = strlen(watch->directory);
    watch->observer = observer;
    watch->context = context;
    pthread_mutex_init(&watch->lock, NULL);
    pthread_mutex_lock(&watches_lock);
    int code = install();
    if (code == SQLITE_OK) {
        watch->next = watches;
        watches = watch;
    }
    pthread_mutex_unlock(&watches_lock);
    if (code == SQLITE_OK) return watch;
    free(watch);
    return NULL;
}

void fault_vfs_unwatch(fault_watch *watch) {
    pthread_mutex_lock(&watches_lock);
    pthread_mutex_lock(&watch->lock);
    watch->observer = NULL;
    pthread_mutex_unlock(&watch->lock);
    pthread_mutex_unlock(&watches_lock);
}
