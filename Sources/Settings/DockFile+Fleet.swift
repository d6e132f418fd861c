// SPDX-License-Identifier: Apache-2.0
// Decodes the fleet section of dock.yaml: which broker the dock speaks to, and with which certificate. A connection
// that is not encrypted is taken to the own machine only; keys and passwords never stand in the file.

import Post

/// `fleet`: the broker of a fleet.
public struct FleetSettings: Sendable, Equatable {
    /// The broker.
    public var broker: NetworkAddress
    /// The authority that vouches for the broker; nil for those of the system.
    public var authorityFile: String?
    /// The dock's certificate; its common name is the dock's id. Nil for a broker on the own machine.
    public var client: ClientCertificateSettings?
    /// Whether the connection is in the clear: only to the own machine.
    public var isPlain: Bool
    /// Time between two documents of the state.
    public var stateInterval = Duration.seconds(60)
    /// The longest silence on the connection: after one and a half of it the broker tells that the dock is away.
    public var keepAlive = Duration.seconds(60)
    /// The key that what the fleet sends must be signed with: 32 octets in Base64. Nil for a dock that takes nothing.
    public var bundleKey: String?
}

extension DockFile {
    /// The section `fleet`; nil where there is none.
    static func fleet(_ top: MappingReader) -> FleetSettings? {
        guard let reader = top.mapping("fleet") else { return nil }
        defer { reader.finish() }
        for key in ["password", "user", "username"] where reader.keys.contains(key) {
            _ = reader.node(key)
            reader.log.report(
                reader.place(of: key), "fleet.\(key) is not used",
                "a dock shows its certificate to the broker")
        }
        let address = brokerAddress(reader)
        let isPlain = reader.flag("plaintext", default: false)
        let file = reader.optionalText("certificate_file", limit: 1_000)
        let key = secret("key", reader)
        var settings = FleetSettings(
            broker: address ?? NetworkAddress(host: "localhost", port: 8_883),
            authorityFile: reader.optionalText("ca_file", limit: 1_000), client: nil, isPlain: isPlain)
        if let file, let key { settings.client = ClientCertificateSettings(certificateFile: file, key: key) }
        settings.stateInterval = reader.duration("state_every", in: 1...86_400, default: 60)
        settings.keepAlive = reader.duration("keep_alive", in: 5...3_600, default: 60)
        settings.bundleKey = bundleKey(reader)
        if (file == nil) != (key == nil) {
            reader.log.report(
                reader.place, "fleet.certificate_file and its key belong together",
                "add certificate_file and key_file or key_credential")
        } else if file == nil, !isPlain {
            reader.log.report(
                reader.place, "fleet names no certificate, so the broker cannot know which dock it is",
                "add certificate_file and key_file or key_credential")
        }
        let isLocal =
            settings.broker.host.hasPrefix("127.") || ["::1", "localhost"].contains(settings.broker.host)
        if isPlain, !isLocal {
            reader.log.report(
                reader.place(of: "plaintext"), "fleet.plaintext is for a broker on this machine only",
                "remove it and add certificate_file and key_file or key_credential")
        }
        return settings
    }

    /// An Ed25519 key as `roost fleet keygen` prints it.
    private static func bundleKey(_ reader: MappingReader) -> String? {
        guard let text = reader.optionalText("bundle_key", limit: 100) else { return nil }
        let octets = Base64.decode(text.utf8)
        guard octets.count == 32, Base64.encode(octets) == Array(text.utf8) else {
            reader.log.report(
                reader.place(of: "bundle_key"), "fleet.bundle_key is no Ed25519 key of 32 octets in Base64",
                "write the one that roost fleet keygen prints")
            return nil
        }
        return text
    }

    private static func brokerAddress(_ reader: MappingReader) -> NetworkAddress? {
        guard let node = reader.required("broker", example: "\"fleet.example.org:8883\""),
            let text = reader.scalar(node, "fleet.broker", "HOST:PORT")
        else { return nil }
        if let address = networkAddress(text) { return address }
        reader.log.report(
            node.place, "fleet.broker \(quoted(text)) is not HOST:PORT",
            "write for example \"fleet.example.org:8883\"")
        return nil
    }
}
