// SPDX-License-Identifier: Apache-2.0
// The section console: what may be reached from where, and each mistake with its place.

import Access
import Testing

@testable import Settings

@Suite struct ConsoleSettingsTests {
    private static let line =
        #"console: {listen: "127.0.0.1:8437"}   # or "unix:/run/roost/console.sock"; see console-access.md"#

    private func console(_ text: String) -> ConsoleSettings? {
        let texts = ["dock.yaml": defaultText("dock.yaml").replacing(Self.line, with: text)]
        // A configuration with a mistake has no settings here; the tests below look at the mistakes.
        return try? DockConfiguration.load(
            files: ConfigurationFiles(
                texts: DefaultConfiguration.files.contents.mapValues { String(decoding: $0, as: UTF8.self) }
                    .merging(texts) { $1 })
        ).dock.console
    }

    @Test
    func `this machine reads without a password, and everybody else signs in over TLS or through a proxy`()
        throws
    {
        #expect(defaultText("dock.yaml").contains(Self.line))
        let local = try #require(console(#"console: {listen: "[::1]:9"}"#))
        #expect(local.anonymous == .view && local.isLocal)
        #expect(console(#"console: {listen: "[::1]:9", anonymous: none}"#)?.anonymous == AnonymousAccess.none)
        let socket = try #require(console(#"console: {listen: "unix:/run/roost/console.sock"}"#))
        #expect(socket.listen == .socket(path: "/run/roost/console.sock") && socket.anonymous == .view)
        let tls = try #require(
            console(
                #"console: {listen: "0.0.0.0:8443", tls: {certificate: c.pem, key: {file: k.pem}}, "#
                    + "names: [Dock.example.org]}"
            ))
        #expect(tls.tls == ConsoleTLS(certificate: "c.pem", key: .file(path: "k.pem")))
        #expect(tls.anonymous == .none && tls.names == ["dock.example.org"] && !tls.isLocal)
        let proxied = try #require(console(#"console: {proxies: [127.0.0.1, "fd00::/8"]}"#))
        #expect(proxied.anonymous == .none && proxied.proxies?.count == 2 && !proxied.isLocal)
    }

    @Test(arguments: [
        (
            #"console: {listen: "0.0.0.0:1", allow_remote: true}"#,
            [
                "dock.yaml:140:19: console.listen \"0.0.0.0:1\" would send passwords over the network as they are "
                    + "(set console.tls, or name the proxy in front as console.proxies, or listen on 127.0.0.1)",
                "dock.yaml:140:46: console.allow_remote is no longer a setting (serve the network by console.tls or "
                    + "behind console.proxies, and add users: roost console user add)",
            ]
        ),
        (
            #"console: {proxies: [x]}"#,
            [
                "dock.yaml:140:21: console.proxies \"x\" is no address or range of addresses (write for example "
                    + "127.0.0.1 or 10.0.0.0/8)"
            ]
        ),
        (
            #"console: {proxies: []}"#,
            [
                "dock.yaml:140:20: console.proxies is empty (name the proxy's address, such as [127.0.0.1])"
            ]
        ),
        (
            #"console: {listen: "0.0.0.0:1", anonymous: view, proxies: [10.0.0.1]}"#,
            [
                "dock.yaml:140:43: console.anonymous is for a console that only this machine reaches (leave it out: "
                    + "everybody else signs in)"
            ]
        ),
        (
            #"console: {tls: {certificate: c.pem}}"#,
            [
                "dock.yaml:140:16: console.tls.key is missing (add for example key: {file: /etc/roost/console.key})"
            ]
        ),
        (
            #"console: {listen: "unix:console.sock"}"#,
            [
                "dock.yaml:140:19: console.listen \"unix:console.sock\" is not unix:PATH with a path of at most 107 "
                    + "bytes (write for example \"unix:/run/roost/console.sock\")"
            ]
        ),
        (
            #"console: {names: ["a b"]}"#,
            [
                "dock.yaml:140:19: console.names \"a b\" is not a host name (write for example dock.example.org)"
            ]
        ),
        (
            #"console: {listem: "127.0.0.1:1"}"#,
            ["dock.yaml:140:11: unknown key \"listem\" in console (did you mean \"listen\"?)"]
        ),
    ])
    func `a mistake is printed with place and remedy`(text: String, messages: [String]) {
        #expect(problems("dock.yaml", [(Self.line, text)]) == messages)
    }
}
