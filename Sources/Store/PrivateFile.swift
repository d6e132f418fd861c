// SPDX-License-Identifier: Apache-2.0
// A file that only the service may read, replaced as a whole: after a crash either the old one is there or the new one.
// It knows nothing of what the file holds, and never touches the files of the store itself.

internal import Glibc

/// Files of mode 0600 beside the store.
public enum PrivateFile {
    /// Replaces a file, durably. Its folder is made with mode 0700 where it is missing.
    public static func replace(_ path: String, by octets: [UInt8]) throws(StoreError) {
        try StoredFile.makeDirectory(StoredFile.parent(of: path))
        let draft = path + ".new"
        do {
            try StoredFile.write(octets, to: draft)
            try StoredFile.rename(draft, to: path)
        } catch {
            StoredFile.remove(draft)
            throw error
        }
    }

    /// Removes a file durably; one that is not there is as good.
    public static func remove(_ path: String) throws(StoreError) {
        guard unsafe unlink(path) == 0 || errno == ENOENT else { throw StoredFile.failure(errno, path) }
        try StoredFile.synchronise(StoredFile.parent(of: path))
    }
}
