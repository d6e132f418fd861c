// SPDX-License-Identifier: Apache-2.0
// Decodes mail.oauth and knows the addresses of two large providers. Every address is https, every secret is in a file
// or a credential.

import Foundation

extension MailPreset {
    /// The provider's mail server; nil for a relay of one's own.
    var server: (host: String, security: MailSecurity)? {
        switch self {
        case .gmail: ("smtp.gmail.com", .tls)
        case .microsoft365: ("smtp.office365.com", .starttls)
        case .relay: nil
        }
    }

    /// Less than the provider's smallest limit of a day, so that alerts still go: Gmail takes 500.
    var recipientsPerDay: Int? {
        switch self {
        case .gmail: 450
        case .microsoft365, .relay: nil
        }
    }

    /// The provider's token endpoint.
    fileprivate func tokenURL(tenant: String) -> String? {
        switch self {
        case .gmail: "https://oauth2.googleapis.com/token"
        case .microsoft365: "https://login.microsoftonline.com/\(tenant)/oauth2/v2.0/token"
        case .relay: nil
        }
    }

    /// The provider's device endpoint. Google gives no right to mail by device codes.
    fileprivate func deviceURL(tenant: String) -> String? {
        switch self {
        case .microsoft365: "https://login.microsoftonline.com/\(tenant)/oauth2/v2.0/devicecode"
        case .gmail, .relay: nil
        }
    }

    /// What a token must allow to send mail.
    fileprivate func scope(_ way: OAuthWay) -> String? {
        switch (self, way) {
        case (.gmail, _): "https://mail.google.com/"
        case (.microsoft365, .clientCredentials): "https://outlook.office365.com/.default"
        case (.microsoft365, _): "https://outlook.office.com/SMTP.Send offline_access"
        case (.relay, _): nil
        }
    }
}

extension DockFile {
    static func oauth(_ mail: MappingReader) -> OAuthSettings? {
        guard let reader = mail.mapping("oauth") else { return nil }
        let preset = reader.choice("preset", default: MailPreset.relay, orElse: .relay)
        let way = reader.choice("grant", default: OAuthWay.refreshToken, orElse: .refreshToken)
        let tenant = tenant(reader, preset)
        var settings = OAuthSettings(
            preset: preset, way: way, clientID: "", proof: .none,
            scope: reader.text("scope", default: preset.scope(way) ?? "", limit: 1_000),
            tokenURL: address(reader, "token_url", preset.tokenURL(tenant: tenant)) ?? "",
            deviceURL: nil, refreshToken: secret("refresh_token", reader),
            serviceAccount: secret("service_account", reader),
            caFile: reader.optionalText("ca_file", limit: 1_000))
        if reader.keys.contains("device_url") || preset.deviceURL(tenant: tenant) != nil {
            settings.deviceURL = address(reader, "device_url", preset.deviceURL(tenant: tenant))
        }
        if way == .serviceAccount {
            _ = reader.node("client_id")
            _ = proof(reader, preset)
            if settings.serviceAccount == nil {
                reader.log.report(
                    reader.place, "mail.oauth.grant service_account needs the account's key file",
                    "add service_account_file or service_account_credential")
            }
        } else {
            settings.clientID = reader.text("client_id", example: "the id the provider gave", limit: 300)
            settings.proof = proof(reader, preset)
        }
        if way == .clientCredentials, settings.proof == .none {
            reader.log.report(
                reader.place, "mail.oauth.grant client_credentials needs a proof of the client",
                "add client_secret_file, or certificate_file and key_file")
        }
        reader.finish()
        return settings
    }

    private static func tenant(_ reader: MappingReader, _ preset: MailPreset) -> String {
        guard preset == .microsoft365 else {
            return reader.keys.contains("tenant") ? reader.text("tenant") : ""
        }
        guard reader.keys.contains("tenant") || !reader.keys.contains("token_url") else { return "common" }
        let tenant = reader.text("tenant", example: "example.onmicrosoft.com", limit: 253)
        let isPlain = tenant.utf8.allSatisfy { octet in
            (48...57).contains(octet) || (65...90).contains(octet) || (97...122).contains(octet)
                || octet == 45
                || octet == 46
        }
        if !isPlain {
            reader.log.report(
                reader.place(of: "tenant"),
                "mail.oauth.tenant \(quoted(tenant)) is neither a domain nor an id",
                "write for example example.onmicrosoft.com")
        }
        return isPlain ? tenant : ""
    }

    private static func address(_ reader: MappingReader, _ key: String, _ standard: String?) -> String? {
        let text = reader.text(key, default: standard, example: "https://id.example.org/token", limit: 1_000)
        guard !text.isEmpty else { return nil }
        let parts = URLComponents(string: text)
        if parts?.scheme == "https", let host = parts?.host, !host.isEmpty, parts?.user == nil { return text }
        reader.log.report(
            reader.place(of: key), "\(reader.name(key)) \(quoted(text)) is no https address",
            "write for example https://id.example.org/token")
        return nil
    }

    private static func proof(_ reader: MappingReader, _ preset: MailPreset) -> OAuthProof {
        let client = secret("client_secret", reader)
        let key = secret("key", reader)
        let certificate = reader.optionalText("certificate_file", limit: 1_000)
        let algorithm = reader.choice("algorithm", default: SigningWord.ps256, orElse: .ps256)
        let inForm = reader.choice(
            "client_auth", default: preset == .relay ? ClientProofPlace.header : .form, orElse: .header)
        if client != nil, key != nil || certificate != nil {
            reader.log.report(
                reader.place, "mail.oauth has both a client secret and a certificate", "keep one")
        }
        if let client { return .secret(client, inForm: inForm == .form) }
        guard let key, let certificate else {
            if key != nil || certificate != nil {
                reader.log.report(
                    reader.place, "mail.oauth.certificate_file and its key belong together",
                    "add certificate_file and key_file or key_credential")
            }
            return .none
        }
        return .certificate(key: key, certificateFile: certificate, isPSS: algorithm == .ps256)
    }
}

/// How a statement is signed.
private enum SigningWord: String, CaseIterable {
    case ps256 = "PS256"
    case rs256 = "RS256"
}

/// Where a client's secret stands in the request.
private enum ClientProofPlace: String, CaseIterable {
    case header, form
}
