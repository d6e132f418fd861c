// SPDX-License-Identifier: Apache-2.0
// TLS through libssl over octets in memory: the socket stays ours, so nothing here blocks or raises SIGPIPE.
// The server is always verified: chain, dates and name; TLS 1.2 is the least. There is no way to switch that
// off.

internal import COpenSSL
import DockModel
import Post

/// The trusted certificates, and the session to resume with one server.
@safe final class TLSContext {
    private let context: OpaquePointer
    private var session: OpaquePointer?
    private let pins: [[UInt8]]

    /// Trusts the certificates of `caFile` alone, or the system's; with `pins` one of these keys must be in the chain.
    init(caFile: String?, pins: [[UInt8]] = [], identity: ClientIdentity? = nil) throws(MailerError) {
        ERR_clear_error()
        guard let context = unsafe SSL_CTX_new(TLS_client_method()) else { throw .tls(reason: takeErrors()) }
        unsafe self.context = context
        self.pins = pins
        guard unsafe roost_ctx_require_tls12(context) == 1 else { throw .tls(reason: takeErrors()) }
        if let caFile {
            guard unsafe SSL_CTX_load_verify_locations(context, caFile, nil) == 1 else {
                throw .certificateFile(path: caFile, reason: takeErrors())
            }
        } else {
            guard unsafe SSL_CTX_set_default_verify_paths(context) == 1 else {
                throw .certificateFile(path: "of the system", reason: takeErrors())
            }
        }
        if let identity { try use(identity) }
    }

    /// Shows our certificate to servers that ask for one.
    private func use(_ identity: ClientIdentity) throws(MailerError) {
        guard unsafe SSL_CTX_use_certificate_chain_file(context, identity.certificateFile) == 1 else {
            throw .certificateFile(path: identity.certificateFile, reason: takeErrors())
        }
        let pem: [UInt8]
        do {
            pem = Array(try identity.key().utf8)
        } catch {
            throw .secret(reason: "\(error)")
        }
        let key = unsafe pem.withUnsafeBytes { raw -> OpaquePointer? in
            guard let memory = unsafe BIO_new_mem_buf(raw.baseAddress, Int32(truncatingIfNeeded: raw.count))
            else {
                return nil
            }
            defer { unsafe BIO_free(memory) }
            return unsafe PEM_read_bio_PrivateKey(memory, nil, { _, _, _, _ in -1 }, nil)
        }
        guard let key = unsafe key else {
            ERR_clear_error()
            throw .secret(reason: "the client key is no private key in PEM form without a password")
        }
        defer { unsafe EVP_PKEY_free(key) }
        guard unsafe SSL_CTX_use_PrivateKey(context, key) == 1 else {
            ERR_clear_error()
            throw .secret(reason: "the client key does not belong to \(identity.certificateFile)")
        }
    }

    deinit {
        if let session = unsafe session { unsafe SSL_SESSION_free(session) }
        unsafe SSL_CTX_free(context)
    }

    /// A connection that is about to shake hands with `host`.
    func connection(host: String) throws(MailerError) -> TLSConnection {
        ERR_clear_error()
        guard let ssl = unsafe SSL_new(context) else { throw .tls(reason: takeErrors()) }
        return try unsafe TLSConnection(ssl: ssl, host: host, session: session, pins: pins)
    }

    /// Keeps the session of a connection for the next flush (R25). Only verified connections get here.
    func keepSession(of connection: TLSConnection) {
        guard let fresh = unsafe connection.resumableSession() else { return }
        if let session = unsafe session { unsafe SSL_SESSION_free(session) }
        unsafe session = fresh
    }

    /// Forgets the session: after a failed handshake it may be the reason.
    func forgetSession() {
        if let session = unsafe session { unsafe SSL_SESSION_free(session) }
        unsafe session = nil
    }
}

/// One TLS connection over octets in memory.
@safe final class TLSConnection {
    private let ssl: OpaquePointer
    private let incoming: OpaquePointer
    private let outgoing: OpaquePointer
    private let verdict: UnsafeMutablePointer<roost_verdict>
    private let pins: [[UInt8]]

    fileprivate init(ssl: OpaquePointer, host: String, session: OpaquePointer?, pins: [[UInt8]])
        throws(MailerError)
    {
        self.pins = pins
        guard let incoming = unsafe BIO_new(BIO_s_mem()), let outgoing = unsafe BIO_new(BIO_s_mem()) else {
            unsafe SSL_free(ssl)
            throw .tls(reason: "no memory")
        }
        unsafe self.ssl = ssl
        unsafe self.incoming = incoming
        unsafe self.outgoing = outgoing
        unsafe verdict = .allocate(capacity: 1)
        unsafe verdict.initialize(to: roost_verdict())
        unsafe SSL_set_bio(ssl, incoming, outgoing)
        unsafe SSL_set_connect_state(ssl)
        unsafe roost_ssl_verify_peer(ssl, verdict)
        guard !host.isEmpty, !host.utf8.contains(0) else { throw .tls(reason: "no server name to verify") }
        let parameters = unsafe SSL_get0_param(ssl)
        if unsafe X509_VERIFY_PARAM_set1_ip_asc(parameters, host) != 1 {
            ERR_clear_error()
            unsafe X509_VERIFY_PARAM_set_hostflags(parameters, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
            guard unsafe X509_VERIFY_PARAM_set1_host(parameters, host, 0) == 1,
                unsafe roost_ssl_set_server_name(ssl, host) == 1
            else { throw .tls(reason: takeErrors()) }
        }
        if let session = unsafe session { _ = unsafe SSL_set_session(ssl, session) }
    }

    deinit {
        unsafe SSL_free(ssl)
        unsafe verdict.deinitialize(count: 1)
        unsafe verdict.deallocate()
    }

    /// Whether an earlier session was resumed.
    var hasResumed: Bool { unsafe SSL_session_reused(ssl) == 1 }

    /// Goes on with the handshake; true when it is complete and the server is verified.
    func shakeHands(isClockTrusted: Bool) throws(MailerError) -> Bool {
        ERR_clear_error()
        let result = unsafe SSL_do_handshake(ssl)
        if result == 1 {
            let code = unsafe SSL_get_verify_result(ssl)
            guard code == X509_V_OK else { throw refusal(Int32(truncatingIfNeeded: code), isClockTrusted) }
            // A resumed session was judged by the same pins when it was new.
            guard pins.isEmpty || hasResumed || chain.contains(where: { pins.contains($0.keyDigest) }) else {
                throw .certificate(
                    reason: "no key of its chain is one of the pinned keys",
                    subject: chain.first?.subject ?? "")
            }
            return true
        }
        switch unsafe SSL_get_error(ssl, result) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return false
        default:
            if unsafe verdict.pointee.error != 0 {
                throw refusal(unsafe verdict.pointee.error, isClockTrusted)
            }
            throw .tls(reason: takeErrors())
        }
    }

    private func refusal(_ code: Int32, _ isClockTrusted: Bool) -> MailerError {
        let reason = unsafe String(cString: X509_verify_cert_error_string(Int(code)))
        let isAboutDates = [X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_CERT_HAS_EXPIRED].contains(code)
        if isAboutDates, !isClockTrusted { return .clockNotSet(reason: reason) }
        let subject = unsafe withUnsafeBytes(of: &verdict.pointee.subject) { raw in
            unsafe String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
        }
        return .certificate(reason: reason, subject: subject)
    }

    /// What people and pins want to know of the verified chain, the server's own certificate first.
    var chain: [CertificateFacts] {
        let count = unsafe roost_ssl_chain_count(ssl)
        return (0..<max(0, count)).compactMap { index in
            guard let certificate = unsafe roost_ssl_chain_certificate(ssl, index) else { return nil }
            var subject = [CChar](repeating: 0, count: 256)
            var issuer = [CChar](repeating: 0, count: 256)
            _ = unsafe X509_NAME_oneline(X509_get_subject_name(certificate), &subject, 255)
            _ = unsafe X509_NAME_oneline(X509_get_issuer_name(certificate), &issuer, 255)
            var digest = [UInt8](repeating: 0, count: 32)
            guard unsafe roost_key_digest(certificate, &digest) == 1 else { return nil }
            let end = WallTime(milliseconds: unsafe roost_certificate_end(certificate) * 1_000)
            return CertificateFacts(
                subject: Self.text(subject), issuer: Self.text(issuer), end: end, keyDigest: digest)
        }
    }

    /// The protocol and the cipher in their usual names.
    var protocolName: String {
        let cipher = unsafe SSL_CIPHER_get_name(SSL_get_current_cipher(ssl))
        let words = unsafe [SSL_get_version(ssl), cipher].compactMap {
            unsafe $0.map { unsafe String(cString: $0) }
        }
        return words.joined(separator: " ")
    }

    private static func text(_ octets: [CChar]) -> String {
        String(decoding: octets.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Takes octets from the socket.
    func feed(_ octets: [UInt8]) throws(MailerError) {
        let count = Int32(truncatingIfNeeded: octets.count)
        let taken = unsafe octets.withUnsafeBytes { raw in unsafe BIO_write(incoming, raw.baseAddress, count)
        }
        guard taken == count else { throw .tls(reason: "no memory") }
    }

    /// Octets for the socket.
    func drain() -> [UInt8] {
        let pending = unsafe BIO_ctrl_pending(outgoing)
        guard pending > 0 else { return [] }
        var octets = [UInt8](repeating: 0, count: pending)
        let count = unsafe octets.withUnsafeMutableBytes { raw in
            unsafe BIO_read(outgoing, raw.baseAddress, Int32(truncatingIfNeeded: raw.count))
        }
        return Array(octets.prefix(Int(max(count, 0))))
    }

    /// Encrypts octets; they then wait in `drain`.
    func write(_ octets: [UInt8]) throws(MailerError) {
        guard !octets.isEmpty else { return }
        ERR_clear_error()
        let count = Int32(truncatingIfNeeded: octets.count)
        let result = unsafe octets.withUnsafeBytes { raw in unsafe SSL_write(ssl, raw.baseAddress, count) }
        guard result == count else { throw .tls(reason: takeErrors()) }
    }

    /// Decrypts what has been fed; empty when there is nothing yet, nil when the server has closed TLS in
    /// order.
    func read() throws(MailerError) -> [UInt8]? {
        ERR_clear_error()
        var octets = [UInt8](repeating: 0, count: 16_384)
        let count = unsafe octets.withUnsafeMutableBytes { raw in
            unsafe SSL_read(ssl, raw.baseAddress, Int32(truncatingIfNeeded: raw.count))
        }
        if count > 0 { return Array(octets[..<Int(count)]) }
        switch unsafe SSL_get_error(ssl, count) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return []
        case SSL_ERROR_ZERO_RETURN: return nil
        default: throw .tls(reason: takeErrors())
        }
    }

    /// Says goodbye; the notice then waits in `drain`.
    func close() { _ = unsafe SSL_shutdown(ssl) }

    /// The session, if the server lets it be resumed; the caller owns it.
    func resumableSession() -> OpaquePointer? {
        guard let session = unsafe SSL_get1_session(ssl) else { return nil }
        if unsafe SSL_SESSION_is_resumable(session) == 1 { return unsafe session }
        unsafe SSL_SESSION_free(session)
        return nil
    }
}

/// What people and pins want to know of a certificate.
public struct CertificateFacts: Sendable, Equatable {
    /// Whose it is, in OpenSSL's one-line form.
    public var subject: String
    /// Who gave it.
    public var issuer: String
    /// When it ends.
    public var end: WallTime
    /// SHA-256 of its public key (SubjectPublicKeyInfo), as pins name it.
    public var keyDigest: [UInt8]
}

/// The oldest error libssl noted on this thread; clears the rest.
private func takeErrors() -> String {
    let code = ERR_get_error()
    guard code != 0 else { return "connection closed during TLS" }
    ERR_clear_error()
    return unsafe ERR_reason_error_string(code).map { unsafe String(cString: $0) } ?? "error \(code)"
}
