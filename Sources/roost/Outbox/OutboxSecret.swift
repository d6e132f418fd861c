// SPDX-License-Identifier: Apache-2.0
// Reads the password or access token from its file, and knows one version of the file from the next without
// keeping the secret. The secret goes nowhere but into the log-in.

import Foundation
import Glibc

/// The file that holds the password or token.
struct OutboxSecretFile {
    /// Where it is.
    let path: String
    /// Octets of the longest secret.
    private static let limit = 16_384

    /// Why there is no secret.
    struct Fault: Error, CustomStringConvertible {
        var description: String
    }

    /// The secret: the file without the line end after it.
    func secret() throws(Fault) -> String {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw Fault(
                description: "\(path): the password file cannot be read; check its name and its owner")
        }
        let content: Data?
        do {
            content = try file.read(upToCount: Self.limit + 1)
        } catch {
            throw Fault(
                description: "\(path): the password file cannot be read: \(error.localizedDescription)")
        }
        var octets = [UInt8](content ?? Data())
        while octets.last == 0x0A || octets.last == 0x0D { octets.removeLast() }
        guard (1...Self.limit).contains(octets.count), let text = String(validating: octets, as: UTF8.self),
            !octets.contains(where: { $0 == 0 || $0 == 0x0A || $0 == 0x0D })
        else {
            throw Fault(description: "\(path): the password file must hold one line of UTF-8 text")
        }
        return text
    }

    /// A warning when others than the owner may read the file.
    var warning: String? {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_mode & 0o077 != 0 else { return nil }
        return "warning: \(path) can be read by others; run: chmod 600 \(path)"
    }

    /// Which version of which file this is: it changes whenever the file is written or replaced.
    var version: String {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return "none" }
        let time = status.st_mtim
        return "\(status.st_dev)/\(status.st_ino)/\(status.st_size)/\(time.tv_sec).\(time.tv_nsec)"
    }
}
