//! WSDL 1.1 from a table: document/literal, one body part, the parts before it as SOAP headers.

/// A service as its WSDL says it.
#[derive(Clone, Copy, Debug)]
pub struct Described {
    /// Its namespace.
    pub namespace: &'static str,
    /// The namespace of its elements (prefix `ob`), and of those of prefix `ext`.
    pub elements: (&'static str, &'static str),
    /// `<types>`: imports or a schema, as XML.
    pub types: fn() -> String,
    /// Names of port type, binding, service and port.
    pub names: [&'static str; 4],
    /// Message and part of its faults, with the element; empty for none.
    pub fault: &'static str,
    /// Its operations, one a line: `name ; action ; input message: part=element … ; output message: part=element ; name of the
    /// fault`. An empty last field: no fault.
    pub operations: &'static str,
    /// What stands in front, for readers.
    pub remark: &'static str,
}

/// The WSDL; `soap:address` is rewritten when it is served.
pub fn wsdl(service: &Described, path: &str) -> String {
    let operations: Vec<Operation<'_>> = service.operations.lines().filter_map(Operation::read).collect();
    let [port_type, binding, name, port] = service.names;
    let (ob, ext) = service.elements;
    let namespace = service.namespace;
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<definitions xmlns=\"http://schemas.xmlsoap.org/wsdl/\" \
         xmlns:soap=\"http://schemas.xmlsoap.org/wsdl/soap/\" xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\" xmlns:tns=\"{namespace}\" \
         xmlns:ob=\"{ob}\" xmlns:ext=\"{ext}\" targetNamespace=\"{namespace}\">\n<!-- {} -->\n<types>{}</types>\n",
        service.remark,
        (service.types)()
    );
    let mut known: Vec<&str> = Vec::new();
    for message in
        operations.iter().flat_map(|one| [one.input, one.output]).chain([Message::of(service.fault)])
    {
        if !message.name.is_empty() && !known.contains(&message.name) {
            known.push(message.name);
            let parts: String = message
                .parts()
                .map(|(part, element)| format!("<part name=\"{part}\" element=\"{element}\"/>"))
                .collect();
            xml.push_str(&format!("<message name=\"{}\">{parts}</message>\n", message.name));
        }
    }
    let fault = Message::of(service.fault).name;
    xml.push_str(&format!("<portType name=\"{port_type}\">\n"));
    for operation in &operations {
        let faults = match operation.fault {
            "" => String::new(),
            name => format!("<fault name=\"{name}\" message=\"tns:{fault}\"/>"),
        };
        xml.push_str(&format!(
            "<operation name=\"{}\"><input message=\"tns:{}\"/><output message=\"tns:{}\"/>{faults}</operation>\n",
            operation.name, operation.input.name, operation.output.name
        ));
    }
    xml.push_str(&format!(
        "</portType>\n<binding name=\"{binding}\" type=\"tns:{port_type}\"><soap:binding style=\"document\" transport=\"http://schemas.xmlsoap.org/soap/http\"/>\n"
    ));
    operations.iter().for_each(|operation| xml.push_str(&operation.bound()));
    xml.push_str(&format!(
        "</binding>\n<service name=\"{name}\"><port name=\"{port}\" binding=\"tns:{binding}\"><soap:address location=\"https://ws.epuap.gov.pl{path}\"/></port></service>\n</definitions>\n"
    ));
    xml
}

#[derive(Clone, Copy)]
struct Operation<'l> {
    name: &'l str,
    action: &'l str,
    input: Message<'l>,
    output: Message<'l>,
    fault: &'l str,
}

#[derive(Clone, Copy)]
struct Message<'l> {
    name: &'l str,
    parts: &'l str,
}

impl<'l> Operation<'l> {
    fn read(line: &'l str) -> Option<Self> {
        let mut fields = line.split(" ;").map(str::trim);
        let name = fields.next().filter(|name| !name.is_empty())?;
        Some(Self {
            name,
            action: fields.next()?,
            input: Message::of(fields.next()?),
            output: Message::of(fields.next()?),
            fault: fields.next().unwrap_or_default(),
        })
    }

    fn bound(&self) -> String {
        let parts: Vec<&str> = self.input.parts().map(|(part, _)| part).collect();
        let (body, headers) = parts.split_last().map_or(("", &[][..]), |(body, headers)| (*body, headers));
        let headers: String = headers
            .iter()
            .map(|part| {
                format!("<soap:header message=\"tns:{}\" part=\"{part}\" use=\"literal\"/>", self.input.name)
            })
            .collect();
        let fault = match self.fault {
            "" => String::new(),
            name => format!("<fault name=\"{name}\"><soap:fault name=\"{name}\" use=\"literal\"/></fault>"),
        };
        format!(
            "<operation name=\"{}\"><soap:operation soapAction=\"{}\"/><input>{headers}<soap:body parts=\"{body}\" use=\"literal\"/></input>\
             <output><soap:body use=\"literal\"/></output>{fault}</operation>\n",
            self.name, self.action
        )
    }
}

impl<'l> Message<'l> {
    fn of(text: &'l str) -> Self {
        let (name, parts) = text.split_once(": ").unwrap_or((text, ""));
        Self { name: name.trim(), parts }
    }

    fn parts(&self) -> impl Iterator<Item = (&'l str, &'l str)> + use<'l> {
        self.parts.split_whitespace().filter_map(|part| part.split_once('='))
    }
}
