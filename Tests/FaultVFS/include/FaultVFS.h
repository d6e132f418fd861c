// SPDX-License-Identifier: Apache-2.0
// A layer between SQLite and the file system, for tests. It tells an observer of every call on the files of a watched
// directory before it is made, and lets the observer refuse it with an SQLite result code. All other files pass
// straight to the system's own layer. It decides nothing itself, keeps no octets, and is linked into no product.

#ifndef FAULT_VFS_H
#define FAULT_VFS_H

/// What SQLite asks of a file.
typedef enum {
    FAULT_CALL_OPEN,
    FAULT_CALL_READ,
    FAULT_CALL_WRITE,
    FAULT_CALL_TRUNCATE,
    FAULT_CALL_SYNC,
    FAULT_CALL_DELETE,
    FAULT_CALL_MAP,
} fault_call_kind;

/// One call, before it is made.
typedef struct {
    fault_call_kind kind;
    /// The absolute path, with links resolved.
    const char *path;
    /// Where a read or write begins; the new size for a truncate.
    long long offset;
    /// What is written; null for other calls.
    const void *octets;
    /// How many octets are read or written.
    int count;
    /// SQLITE_OPEN_... of an open; for a delete 1 when the directory is synchronised after it.
    int flags;
} fault_call;

/// Returns SQLITE_OK to let a call through or the code it shall fail with. Calls of one directory come one at a time.
/// It must not use SQLite, nor open the file: closing it again would drop the locks that SQLite holds.
typedef int (*fault_observer)(void *context, const fault_call *call);

/// A watched directory.
typedef struct fault_watch fault_watch;

/// Watches the files in a directory that exists. The first call makes the layer SQLite's default in this process.
/// Nothing in a watched directory is really flushed to the disk: what would be kept is the observer's to say.
/// Returns null without memory or without such a directory.
fault_watch *fault_vfs_watch(const char *directory, fault_observer observer, void *context);

/// Ends the watch; no call of the observer is under way when this returns, and none follows.
void fault_vfs_unwatch(fault_watch *watch);

#endif
