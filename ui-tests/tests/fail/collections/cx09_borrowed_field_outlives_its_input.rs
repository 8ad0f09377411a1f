use memscope::{scope, DeserializeIn};

#[derive(DeserializeIn)]
struct Line<'src, 'mcx> {
    #[deserialize_in(serde)]
    text: &'src str,
    words: &'mcx [&'mcx str],
}

fn main() {
    scope!(cx);
    let text = {
        let json = String::from(r#"{"text": "", "words": []}"#);
        let line: Line<'_, '_> = cx.deserialize(&mut serde_json::Deserializer::from_str(&json)).unwrap();
        println!("{:?}", line.words);
        line.text
    };
    println!("{text}");
}
