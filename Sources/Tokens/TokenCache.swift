// SPDX-License-Identifier: Apache-2.0
// The file with the tokens at hand: 0600, replaced as a whole and flushed before the call returns, so that a rotated
// refresh token is on the disk before the old one is forgotten. Two processes never ask for a token at the same time.

public import DockModel
internal import Foundation
internal import Glibc
internal import Post

/// Why the cache cannot be read or written.
public struct TokenCacheError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What, where, and what to do; never a token.
    public var description: String
}

/// What the cache holds.
struct CachedTokens: Codable, Equatable {
    /// Client, endpoint, scope and user that the tokens belong to; others start anew.
    var account: String
    /// Which refresh token of the settings these descend from; a new one there starts anew. Empty after a log-in.
    var origin: String
    /// The refresh token that is good now.
    var refresh: String?
    /// The access token.
    var access: String?
    /// When the access token was given and ends, by the wall clock.
    var takenMilliseconds: Int64 = 0
    var endMilliseconds: Int64 = 0
}

/// What a file of tokens says of them; never a token.
public struct TokenFacts: Sendable, Equatable {
    /// Whether there is what a new access token is got with.
    public var hasRefresh: Bool
    /// When the access token was given, and when it ends.
    public var taken: WallTime, end: WallTime

    /// Facts of their parts.
    public init(hasRefresh: Bool, taken: WallTime, end: WallTime) {
        (self.hasRefresh, self.taken, self.end) = (hasRefresh, taken, end)
    }

    /// The facts of a file; nil when it is not there or holds no tokens.
    public static func read(_ path: String) throws(TokenCacheError) -> TokenFacts? {
        guard let tokens = try TokenCache(path: path).load() else { return nil }
        return TokenFacts(
            hasRefresh: tokens.refresh?.isEmpty == false, taken: WallTime(milliseconds: tokens.takenMilliseconds),
            end: WallTime(milliseconds: tokens.endMilliseconds))
    }
}

/// A cache file.
struct TokenCache: Sendable {
    /// Where it is.
    let path: String

    /// Octets of the longest file.
    private static let longest = 65_536

    /// What is in it; nil when there is no file yet or it holds no tokens.
    func load() throws(TokenCacheError) -> CachedTokens? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw fault("cannot be read: \(words(errno))")
        }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw fault("cannot be read: \(words(errno))") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw fault("is no file") }
        guard status.st_mode & 0o077 == 0 else {
            throw fault(
                "has mode 0\(String(status.st_mode & 0o777, radix: 8)), so others can read it; chmod 600 it")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
        let content: Data
        do {
            content = try handle.read(upToCount: Self.longest + 1) ?? Data()
        } catch {
            throw fault("cannot be read: \(error.localizedDescription)")
        }
        guard content.count <= Self.longest else { return nil }
        // A file that is damaged holds no tokens: the log-in is repeated, which is all that can be done.
        return try? JSONDecoder().decode(CachedTokens.self, from: content)
    }

    /// Takes the room for a new file on the disk, before the server is asked: a full disk must not cost the answer.
    func prepare() throws(TokenCacheError) -> Draft {
        let path = path + ".new"
        // Only one process at a time gets here; what a dead one left is overwritten.
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw fault("cannot be written: \(words(errno))") }
        let draft = Draft(descriptor: descriptor, path: path)
        guard fchmod(descriptor, 0o600) == 0 else { throw fault("cannot be written: \(words(errno))") }
        let problem = posix_fallocate(descriptor, 0, off_t(Self.longest))
        guard problem == 0 || problem == EOPNOTSUPP || problem == EINVAL else {
            throw fault("cannot be written: \(words(problem))")
        }
        return draft
    }

    /// Replaces the file; when this returns, it is on the disk.
    func save(_ tokens: CachedTokens, in draft: Draft) throws(TokenCacheError) {
        let octets: [UInt8]
        do {
            octets = Array(try JSONEncoder().encode(tokens))
        } catch {
            throw fault("cannot be written: \(error)")
        }
        var problem = write(octets, to: draft.descriptor)
        if problem == 0, ftruncate(draft.descriptor, off_t(octets.count)) != 0 { problem = errno }
        if problem == 0, fsync(draft.descriptor) != 0 { problem = errno }
        if problem == 0, unsafe rename(draft.path, path) != 0 { problem = errno }
        guard problem == 0 else { throw fault("cannot be written: \(words(problem))") }
        draft.isKept = true
        try syncFolder()
    }

    /// Replaces the file; when this returns, it is on the disk.
    func save(_ tokens: CachedTokens) throws(TokenCacheError) { try save(tokens, in: try prepare()) }

    /// The next file while it is not complete; it leaves nothing behind when it is not kept.
    final class Draft {
        fileprivate let descriptor: Int32
        fileprivate let path: String
        fileprivate var isKept = false

        fileprivate init(descriptor: Int32, path: String) {
            self.descriptor = descriptor
            self.path = path
        }

        deinit {
            close(descriptor)
            if !isKept { unsafe unlink(path) }
        }
    }

    /// Runs `body` while no other process uses the tokens; waits for one that does at most `patience`.
    func whileLocked<Result>(patience: Duration = .seconds(60), _ body: () async throws -> Result)
        async throws -> Result
    {
        try makeFolder()
        let descriptor = unsafe open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw fault("cannot be locked: \(words(errno))") }
        defer { close(descriptor) }
        let clock = ContinuousClock()
        let end = clock.now + patience
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw fault("cannot be locked: \(words(errno))")
            }
            guard clock.now < end else { throw fault("is in use by another process for too long") }
            try await Task.sleep(for: .milliseconds(50))
        }
        return try await body()
    }

    private func write(_ octets: [UInt8], to descriptor: Int32) -> Int32 {
        var rest = octets[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0 {
                guard errno == EINTR else { return errno }
            } else {
                rest = rest.dropFirst(count)
            }
        }
        return 0
    }

    private var folder: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The storage directory may not be there yet when the first thing done to a dock is a log-in.
    private func makeFolder() throws(TokenCacheError) {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw fault("has no folder: \(error.localizedDescription)")
        }
    }

    /// The new name is on the disk only when its folder is.
    private func syncFolder() throws(TokenCacheError) {
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw fault("cannot be made durable: \(words(errno))") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw fault("cannot be made durable: \(words(errno))") }
    }

    private func fault(_ text: String) -> TokenCacheError {
        TokenCacheError(description: "token file \(path) \(text)")
    }

    private func words(_ number: Int32) -> String { unsafe String(cString: strerror(number)) }
}
