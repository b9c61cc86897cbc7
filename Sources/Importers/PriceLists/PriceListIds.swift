import Billing

/// What an offer is called: by projects that ask for it by name, and in every later download of its list.
extension PriceListShelf {
    /// `aws-p5.48xlarge-us-east-1-spot`: the same on every day on which the list has the offer.
    func id(_ offer: PriceListOffer) -> String {
        let sold = gpus[offer.gpu]
        let plan = plans[offer.plan]
        var parts = [stem, texts[offer.vendor], texts[offer.instance]]
        if let gpus = sold.gpus, sold.host != nil || sold.needsAnyHost { parts.append("\(gpus)x") }
        parts.append(texts[offer.region])
        if offer.isSpot { parts.append("spot") }
        if plan.termMonths > 0 { parts.append("\(plan.termMonths)mo") }
        parts += [plan.payment?.rawValue ?? "", plan.detail]
        return parts.map(Self.slug).filter { !$0.isEmpty }.joined(separator: "-")
    }

    /// Lower-case letters, digits, dots and underscores; runs of anything else are one dash.
    static func slug(_ text: String) -> String {
        var slug = ""
        for character in text.lowercased() {
            if character.isASCII && (character.isLetter || character.isNumber) || character == "." || character == "_" {
                slug.append(character)
            } else if slug.last != "-" {
                slug.append("-")
            }
        }
        while slug.last == "-" { slug.removeLast() }
        return slug.first == "-" ? String(slug.dropFirst()) : slug
    }
}
