import { AwsClient } from "aws4fetch";
import { DurableObject } from "cloudflare:workers";
export class Renderer extends DurableObject {}
export default {
 async fetch(req: Request, env: any) {
  const u = new URL(req.url);
  if (u.pathname==="/t") {
   const aws = new AwsClient({accessKeyId:"local-access-key",secretAccessKey:"local-secret-key",service:"s3",region:"auto"});
   const base = u.origin+"/cdn-cgi/local/r2/s3/backline-media";
   const p = await aws.sign(new Request(base+"/a/b.txt?X-Amz-Expires=600",{method:"PUT",headers:{"if-none-match":"*"}}),{aws:{signQuery:true, allHeaders:true}});
   const g = await aws.sign(new Request(base+"/a/b.txt?X-Amz-Expires=600",{method:"GET"}),{aws:{signQuery:true}});
   return Response.json({put:p.url,get:g.url, pub: u.origin+"/cdn-cgi/local/r2/public/backline-media/a/b.txt", c: typeof env.RENDERER});
  }
  if (u.pathname==="/s") { await env.STEPS.send({a:1}); return new Response("sent"); }
  return new Response("hi");
 },
 async queue(b: any) { console.log("Q", b.queue, JSON.stringify(b.messages.map((m:any)=>m.body))); },
 async scheduled() { console.log("CRON"); },
};
