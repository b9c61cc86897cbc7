/// A service category of FOCUS 1.2 and what it is divided into.
package struct FocusServices: Hashable, Sendable {
    package let category: String
    /// The last is for all that the others are not.
    package let subcategories: [String]

    private init(_ category: String, _ subcategories: String...) {
        self.category = category
        self.subcategories = subcategories + ["Other (\(category))"]
    }

    package static let categories: [String] = all.map(\.category)

    /// The category that a subcategory belongs to.
    package static func category(of subcategory: String) -> String? {
        all.first { $0.subcategories.contains(subcategory) }?.category
    }

    package static let all: [FocusServices] = [
        FocusServices(
            "AI and Machine Learning", "AI Platforms", "Bots", "Generative AI", "Machine Learning",
            "Natural Language Processing"),
        FocusServices(
            "Analytics", "Analytics Platforms", "Business Intelligence", "Data Processing", "Search",
            "Streaming Analytics"),
        FocusServices("Business Applications", "Productivity and Collaboration"),
        FocusServices(
            "Compute", "Containers", "End User Computing", "Quantum Compute", "Serverless Compute", "Virtual Machines"),
        FocusServices(
            "Databases", "Caching", "Data Warehouses", "Ledger Databases", "NoSQL Databases", "Relational Databases",
            "Time Series Databases"),
        FocusServices(
            "Developer Tools", "Developer Platforms", "Continuous Integration and Deployment",
            "Development Environments", "Source Code Management", "Quality Assurance"),
        FocusServices("Identity", "Identity and Access Management"),
        FocusServices("Integration", "API Management", "Messaging", "Workflow Orchestration"),
        FocusServices("Internet of Things", "IoT Analytics", "IoT Platforms"),
        FocusServices(
            "Management and Governance", "Architecture", "Compliance", "Cost Management", "Data Governance",
            "Disaster Recovery", "Endpoint Management", "Observability", "Support"),
        FocusServices("Media", "Content Creation", "Gaming", "Media Streaming", "Mixed Reality"),
        FocusServices("Migration", "Data Migration", "Resource Migration"),
        FocusServices("Mobile"),
        FocusServices("Multicloud", "Multicloud Integration"),
        FocusServices(
            "Networking", "Application Networking", "Content Delivery", "Network Connectivity",
            "Network Infrastructure", "Network Routing", "Network Security"),
        FocusServices("Security", "Secret Management", "Security Posture Management", "Threat Detection and Response"),
        FocusServices(
            "Storage", "Backup Storage", "Block Storage", "File Storage", "Object Storage", "Storage Platforms"),
        FocusServices("Web", "Application Platforms"), FocusServices("Other"),
    ]
}
