// SPDX-License-Identifier: Apache-2.0
// How much room the file system of a path has, in octets and in inodes, as statvfs(2) tells it. It changes nothing and
// judges nothing.

internal import Glibc

/// The room of a file system.
public struct StorageRoom: Sendable, Equatable {
    /// Octets that an ordinary user may still write.
    public var free: Int64
    /// Octets in all.
    public var total: Int64
    /// Files that may still be made; 0 where the file system does not count them.
    public var freeInodes: Int64
    /// Files in all; 0 where the file system does not count them.
    public var totalInodes: Int64

    /// Room from its figures.
    public init(free: Int64, total: Int64, freeInodes: Int64 = 0, totalInodes: Int64 = 0) {
        (self.free, self.total, self.freeInodes, self.totalInodes) = (free, total, freeInodes, totalInodes)
    }

    /// The room at a path; nil when the system does not say.
    public init?(at path: String) {
        var status = statvfs()
        guard unsafe statvfs(path, &status) == 0 else { return nil }
        let block = Int64(clamping: status.f_frsize)
        func octets(_ blocks: UInt) -> Int64 {
            let product = Int64(clamping: blocks).multipliedReportingOverflow(by: block)
            return product.overflow ? .max : product.partialValue
        }
        self.init(
            free: octets(status.f_bavail), total: octets(status.f_blocks),
            freeInodes: Int64(clamping: status.f_favail), totalInodes: Int64(clamping: status.f_files))
    }
}
